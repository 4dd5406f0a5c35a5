package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control tool against the running platform. */
class OmgctlIT {
  private static final int REFUSED = 1;
  private static final int NOT_FOUND = 5;
  private static Omgctl omgctl;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    omgctl = TestPlatform.omgctl();
  }

  private static String example(String file) {
    return TestPlatform.ROOT.resolve("sdk-defold/example/duel").resolve(file).toString();
  }

  @Test
  void createsWhatADeveloperNeedsStepByStep() {
    assertThat(omgctl.succeed("tenant", "create", "steps").value("tenant_id")).isNotBlank();
    assertThat(omgctl.succeed("project", "create", "steps", "game").value("stage_id")).isNotBlank();
    omgctl.succeed("stage", "create", "steps", "game", "beta");
    assertThat(omgctl.succeed("developer", "create", "walker").value("password")).hasSize(32);
    omgctl.succeed("developer", "permit", "walker", "steps");
    omgctl.succeed("developer", "permit", "walker", "steps", "game");
    omgctl.succeed("developer", "permit", "walker", "steps", "game", "beta");
  }

  @Test
  void tellsWhyTheServerRefused() {
    Omgctl.Result taken = omgctl.run("init", TestPlatform.TENANT, "p", "--developer", "nobody");
    assertThat(taken.exitCode()).isEqualTo(REFUSED);
    assertThat(taken.output()).contains("DB_CONSTRAINT_VIOLATED").contains("'demo' is taken");
    Omgctl.Result unknown = omgctl.run("runtime", "list", "demo", "duel", "nowhere");
    assertThat(unknown.exitCode()).isEqualTo(NOT_FOUND);
    assertThat(unknown.output()).contains("OBJECT_NOT_FOUND").contains("nowhere");
  }

  @Test
  void keepsDevelopersOutOfStagesThatAreNotTheirs() {
    omgctl.succeed("tenant", "create", "walled");
    omgctl.succeed("project", "create", "walled", "game");
    Omgctl.Result result = omgctl.run("runtime", "list", "walled", "game", "default");
    assertThat(result.exitCode()).isEqualTo(NOT_FOUND);
    assertThat(result.output()).contains("OBJECT_NOT_FOUND").contains("tenant: there is none");
  }

  @Test
  void refusesAConfigThatCannotWork() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("version.json"),
            """
            {"modes":[{"name":"duel","min_players":3,"max_players":4,
              "groups":[{"name":"one","min_players":1,"max_players":2}]}]}
            """);
    Omgctl.Result result =
        omgctl.run(
            "version",
            "deploy",
            "demo",
            "duel",
            "default",
            "--tag",
            "x",
            "--config",
            config.toString());
    assertThat(result.exitCode()).isEqualTo(REFUSED);
    assertThat(result.output()).contains("the groups hold 2 players, min_players is 3");
  }

  @Test
  void showsWhyAMissingImageDoesNotRun() throws InterruptedException {
    omgctl.succeed("stage", "create", "demo", "duel", "empty");
    omgctl.succeed("developer", "permit", "developer", "demo", "duel", "empty");
    omgctl.succeed(
        "version",
        "deploy",
        "demo",
        "duel",
        "empty",
        "--tag",
        "absent",
        "--config",
        example("version.json"),
        "--deployment",
        example("deployment.json"));
    String list = "";
    Instant end = Instant.now().plusSeconds(30);
    while (!list.contains("There is no image demo/duel:absent") && Instant.now().isBefore(end)) {
      Thread.sleep(500);
      list = omgctl.succeed("runtime", "list", "demo", "duel", "empty").output();
    }
    assertThat(list).contains("There is no image demo/duel:absent in the image store");
  }
}
