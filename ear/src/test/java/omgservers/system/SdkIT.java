package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Lua SDK against the running platform, through real HTTP and real sockets. */
class SdkIT {
  private static final int PLAYERS = 20;

  /** Five minutes were tried; a shorter time does for every day. */
  private static final int SECONDS = Integer.getInteger("omgservers.sdk.seconds", 20);

  private static final int CUT_AFTER_MAX = 4;

  @TempDir private static Path folder;

  private static final String ECHO = "echo";
  private static final int ECHO_PLAYERS = 5;
  private static final int MESSAGES = 1_000;

  private static Platform platform;

  /** Of its own, as others let clients go that were silent for a few seconds. */
  @BeforeAll
  static void start() throws IOException {
    Installation installation =
        new Installation(
            TestPlatform.ROOT, TestPlatform.fresh("sdk"), TestPlatform.freePort(), Map.of());
    platform = Platform.start(installation, new Screen(System.out));
    Omgctl omgctl = new Omgctl(installation.data().resolve("omgctl"), installation.url());
    omgctl.loginSupport(platform.secrets().get("support"));
    omgctl.init(TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE, "developer");
    Path config =
        Files.writeString(
            folder.resolve("version.json"),
            Files.readString(TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json"))
                .replace("\"rounds_to_win\": 2", "\"rounds_to_win\": 5"));
    omgctl.deployDuel("sdk", installation.images(), config);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void losesAndDoublesNothingForACrowdWhoseConnectionsAreCut() throws IOException {
    try (CutWire wire = new CutWire(platform.installation().url(), CUT_AFTER_MAX)) {
      LuaRun crowd =
          LuaRun.of(
              folder.resolve("crowd.log"),
              Duration.ofSeconds(SECONDS + 240),
              "test/crowd.lua",
              platform.installation().url().toString(),
              wire.address(),
              TestPlatform.TENANT,
              TestPlatform.PROJECT,
              TestPlatform.STAGE,
              Integer.toString(PLAYERS),
              Integer.toString(SECONDS));
      assertThat(crowd.exitCode()).as(String.join("\n", crowd.lines())).isZero();
      assertThat(crowd.number("duels")).isGreaterThanOrEqualTo(PLAYERS);
      assertThat(crowd.number("rounds")).isGreaterThanOrEqualTo(PLAYERS * 5);
      assertThat(crowd.number("drops")).isGreaterThanOrEqualTo(PLAYERS);
      assertThat(wire.cuts()).isGreaterThan(crowd.number("drops"));
    }
  }

  /** The game server of the duel's image, with this script, and the wire as its argument. */
  private static Path echo(CutWire wire) throws IOException {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold");
    Path image = folder.resolve("echo");
    try (Stream<Path> files = Files.walk(sdk.resolve("target/image"))) {
      for (Path file : files.toList()) {
        Files.copy(file, image.resolve(sdk.resolve("target/image").relativize(file).toString()));
      }
    }
    Files.copy(sdk.resolve("test/echo.lua"), image.resolve("echo.lua"));
    Files.copy(sdk.resolve("test/detour.lua"), image.resolve("detour.lua"));
    Path command = image.resolve("command");
    return Files.writeString(
            command, Files.readString(command).replace("server.lua", "echo.lua\n" + wire.address()))
        .getParent();
  }

  @Test
  void keepsTheOrderOfAThousandMessagesWhenBothEndsAreCut() throws IOException {
    try (CutWire wire = new CutWire(platform.installation().url(), CUT_AFTER_MAX)) {
      Omgctl own =
          new Omgctl(
              platform.installation().data().resolve("omgctl-echo"), platform.installation().url());
      own.loginSupport(platform.secrets().get("support"));
      own.init(ECHO, ECHO, TestPlatform.STAGE, "echoer");
      own.succeed(
          "version",
          "deploy",
          ECHO,
          ECHO,
          TestPlatform.STAGE,
          "--config",
          TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json").toString(),
          "--tag",
          ECHO,
          "--folder",
          echo(wire).toString(),
          "--store",
          platform.installation().images().toString());
      LuaRun run =
          LuaRun.of(
              folder.resolve("order.log"),
              Duration.ofMinutes(4),
              "test/order.lua",
              platform.installation().url().toString(),
              wire.address(),
              ECHO,
              ECHO,
              TestPlatform.STAGE,
              Integer.toString(ECHO_PLAYERS),
              Integer.toString(MESSAGES));
      assertThat(run.exitCode()).as(String.join("\n", run.lines())).isZero();
      assertThat(run.number("echoes")).isEqualTo(ECHO_PLAYERS * MESSAGES);
      assertThat(run.number("drops")).isGreaterThanOrEqualTo(ECHO_PLAYERS);
      // Those of the game server, too.
      assertThat(wire.cuts()).isGreaterThan(run.number("drops"));
    }
  }
}
