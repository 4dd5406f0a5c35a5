package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
  private static final int SECONDS = Integer.getInteger("omgservers.sdk.seconds", 30);

  private static final int CUT_AFTER_MAX = 4;

  @TempDir private static Path folder;

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
}
