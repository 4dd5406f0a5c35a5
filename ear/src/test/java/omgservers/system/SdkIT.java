package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

  /**
   * Five minutes are for those who change the SDK: <code>-Domgservers.sdk.seconds=300</code>; a
   * shorter time does for every day.
   */
  private static final int SECONDS = Integer.getInteger("omgservers.sdk.seconds", 12);

  private static final int CUT_AFTER_MAX = 4;
  private static final int ECHO_PLAYERS = 5;
  private static final int MESSAGES = 1_000;
  private static final String DUEL = "crowd";
  private static final String ECHO = "echo";
  private static final String STAGE = "live";
  private static final Duration ORDER_MAX = Duration.ofMinutes(12);

  @TempDir private static Path folder;

  private static Platform platform;
  private static CutWire echoWire;

  /**
   * Of its own, as others let clients go that were silent for a few seconds. Tokens end while the
   * tests run.
   */
  @BeforeAll
  static void start() throws IOException {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("sdk"),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER),
                    Map.entry("omgservers.security.token-life", "PT40S"),
                    Map.entry("omgservers.player.client-silence", "PT10M"),
                    Map.entry("omgservers.runtime.silence", "PT10M"))),
            new Screen(System.out));
    String config =
        Files.readString(TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json"))
            .replace("\"rounds_to_win\": 2", "\"rounds_to_win\": 5");
    Studio duel = Studio.open(platform, DUEL);
    duel.stage(STAGE);
    duel.deploy(duel.version(DUEL, config), STAGE);
    echoWire = new CutWire(platform.installation().url(), CUT_AFTER_MAX);
    Studio echo = Studio.open(platform, ECHO);
    echo.stage(STAGE);
    String version = echo.version(ECHO, config);
    answerWithEchoes();
    echo.deploy(version, STAGE);
  }

  /** The game server of the duel's image, with another script, and the wire as its argument. */
  private static void answerWithEchoes() throws IOException {
    Path tests = TestPlatform.ROOT.resolve("sdk-defold/test");
    Path image = platform.installation().images().resolve(ECHO + "/duel").resolve(ECHO);
    Files.copy(tests.resolve("echo.lua"), image.resolve("echo.lua"));
    Files.copy(tests.resolve("detour.lua"), image.resolve("detour.lua"));
    Path command = image.resolve("command");
    Files.writeString(
        command,
        Files.readString(command).replace("server.lua", "echo.lua\n" + echoWire.address()));
  }

  @AfterAll
  static void stop() throws IOException {
    if (platform != null) {
      platform.close();
    }
    if (echoWire != null) {
      echoWire.close();
    }
  }

  @Test
  void losesAndDoublesNothingForACrowdWhoseConnectionsAreCut() throws IOException {
    try (CutWire wire = new CutWire(platform.installation().url(), CUT_AFTER_MAX)) {
      LuaRun crowd =
          LuaRun.of(
              folder.resolve("crowd.log"),
              Duration.ofSeconds(SECONDS + 300),
              "test/crowd.lua",
              platform.installation().url().toString(),
              wire.address(),
              DUEL,
              TestPlatform.PROJECT,
              STAGE,
              Integer.toString(PLAYERS),
              Integer.toString(SECONDS));
      System.out.println("crowd: " + crowd.lines() + ", cuts " + wire.cuts());
      assertThat(crowd.exitCode()).as(String.join("\n", crowd.lines())).isZero();
      assertThat(crowd.number("duels")).isGreaterThanOrEqualTo(PLAYERS);
      assertThat(crowd.number("rounds")).isGreaterThanOrEqualTo(PLAYERS * 5);
      assertThat(crowd.number("drops")).isGreaterThanOrEqualTo(PLAYERS);
      assertThat(wire.cuts()).isGreaterThan(crowd.number("drops"));
    }
  }

  /**
   * Both ends are cut, the server dies in the middle, and all began with tokens that have ended.
   */
  @Test
  void keepsTheOrderOfAThousandMessagesOverCutsACrashAndTheEndOfTokens() throws IOException {
    Path output = folder.resolve("order.log");
    CompletableFuture<LuaRun> going =
        CompletableFuture.supplyAsync(
            () ->
                LuaRun.of(
                    output,
                    ORDER_MAX,
                    "test/order.lua",
                    platform.installation().url().toString(),
                    echoWire.address(),
                    ECHO,
                    TestPlatform.PROJECT,
                    STAGE,
                    Integer.toString(ECHO_PLAYERS),
                    Integer.toString(MESSAGES)));
    LuaRun.awaitLine(output, "halfway", going);
    platform.crash();
    LuaRun run = going.join();
    System.out.println("order: " + run.lines() + ", cuts " + echoWire.cuts());
    assertThat(run.exitCode()).as(String.join("\n", run.lines())).isZero();
    assertThat(run.number("echoes")).isEqualTo(ECHO_PLAYERS * MESSAGES * 11 / 10);
    assertThat(run.number("drops")).isGreaterThanOrEqualTo(ECHO_PLAYERS);
    assertThat(run.number("ended")).isEqualTo(ECHO_PLAYERS);
    // The game server had more than one token, too, and its connections were cut as well.
    assertThat(run.number("tokens")).isGreaterThan(1);
    assertThat(echoWire.cuts()).isGreaterThan(run.number("drops"));
  }
}
