package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control tool's work with the administration API of the running platform. */
class OmgctlApiIT {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int LOGIN = 4;
  private static final int NOT_FOUND = 5;
  private static final int CONFLICT = 6;
  private static final int WAITED = 7;
  private static final String PASSWORD = "a password of its own";
  private static Omgctl omgctl;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    omgctl = TestPlatform.omgctl();
  }

  private static Omgctl.Result run(String line) {
    return omgctl.run(line.split(" ", -1));
  }

  private static String succeed(String line) {
    return omgctl.succeed(line.split(" ", -1)).output().strip();
  }

  private static void end(int exitCode, String line) {
    Omgctl.Result result = run(line);
    assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
  }

  private static String example(String file) {
    return TestPlatform.ROOT.resolve("sdk-defold/example/duel").resolve(file).toString();
  }

  @Test
  void looksAfterAnAccountFromItsBeginningToItsEnd() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Path fresh = Files.writeString(folder.resolve("fresh"), PASSWORD + " too\n");
    String id = succeed("account create --alias passing -q --password-file " + password);
    String server = " --server " + TestPlatform.get().installation().url();
    succeed("login --profile passing --user passing --password-file " + password + server);
    assertThat(succeed("me --profile passing -q")).isEqualTo(id);
    succeed(
        "password change --profile passing --current-file %s --fresh-file %s"
            .formatted(password, fresh));
    assertThat(succeed("me --profile passing -q")).isEqualTo(id);
    end(LOGIN, "login --profile passing --user passing --password-file " + password + server);
    assertThat(run("account disable passing").value("state")).isEqualTo("DISABLED");
    end(LOGIN, "me --profile passing");
    succeed("account enable passing");
    succeed("alias create transient --account passing");
    assertThat(succeed("alias list --account transient -q").lines())
        .containsExactlyInAnyOrder("passing", "transient");
    end(USAGE, "account delete passing");
    succeed("account delete passing --yes");
    end(NOT_FOUND, "account show passing");
    succeed("profile delete passing --yes");
  }

  @Test
  void worksWithAKeyAsFarAsItsScopesGo() throws IOException {
    Path secret = folder.resolve("key");
    succeed("key create reader --scope READ --tenant demo --secret-file " + secret);
    Map<String, String> pipeline =
        Map.of(
            "OMGCTL_API_KEY",
            Files.readString(secret).strip(),
            "OMGCTL_USER",
            "developer",
            "OMGCTL_SERVER",
            TestPlatform.get().installation().url().toString(),
            "OMGCTL_HOME",
            folder.resolve("empty").toString());
    Omgctl.Result list = omgctl.run(pipeline, "stage", "list", "demo", "duel", "--output=json");
    assertThat(list.exitCode()).as(list.output()).isZero();
    assertThat(list.output()).contains("\"default\"");
    Omgctl.Result write = omgctl.run(pipeline, "stage", "create", "demo", "duel", "keyed");
    assertThat(write.exitCode()).as(write.output()).isEqualTo(REFUSED);
    String key = succeed("key list -q").lines().findFirst().orElseThrow();
    succeed("key delete " + key + " --yes");
    assertThat(omgctl.run(pipeline, "stage", "list", "demo", "duel").exitCode()).isEqualTo(LOGIN);
  }

  @Test
  void goesOnThroughAListPageByPage() {
    List<String> names = List.of("page-a", "page-b", "page-c");
    names.forEach(name -> succeed("tenant create " + name));
    String first = succeed("tenant list --limit 1 --json");
    assertThat(first).contains("page-c").doesNotContain("page-b");
    String cursor =
        first.lines().filter(line -> line.contains("\"next\"")).findFirst().orElseThrow();
    String next = cursor.replaceAll(".*: \"(.*)\".*", "$1");
    assertThat(succeed("tenant list --limit 1 --json --cursor " + next)).contains("page-b");
    assertThat(succeed("tenant list --all --sort created").lines())
        .filteredOn(line -> line.contains(" page-"))
        .extracting(line -> line.replaceAll(".* (page-.).*", "$1"))
        .containsExactlyElementsOf(names);
    assertThat(succeed("tenant list --alias page-b -q").lines()).hasSize(1);
  }

  @Test
  void sendsNothingInADryRun() {
    assertThat(succeed("tenant create never --dry-run")).contains("POST /api/v1/tenants");
    end(NOT_FOUND, "tenant show never");
  }

  @Test
  void givesTakesAndShowsRights() {
    succeed("tenant create rights");
    String id = run("developer create righteous").value("user_id");
    succeed("permission grant righteous rights --right PROJECT_MANAGER");
    succeed("permission grant righteous rights --right TENANT_VIEWER");
    assertThat(succeed("permission list rights"))
        .contains(id)
        .contains("PROJECT_MANAGER, TENANT_VIEWER");
    succeed("permission revoke righteous rights --right PROJECT_MANAGER");
    assertThat(succeed("permission list --account righteous")).endsWith(" TENANT_VIEWER");
    succeed("permission delete righteous rights --yes");
    assertThat(succeed("permission list rights -q")).isEmpty();
  }

  @Test
  void waitsInVainForADeploymentWithoutAnImageAndEndsIt() {
    succeed("stage create demo duel vain");
    succeed("developer permit developer demo duel vain");
    String version = succeed("version create demo duel -q --config " + example("version.json"));
    succeed("image create demo duel " + version + " demo/duel:none --qualifier LOBBY");
    succeed("image create demo duel " + version + " demo/duel:none --qualifier MATCH");
    end(CONFLICT, "image create demo duel " + version + " demo/duel:none --qualifier MATCH");
    String config = " --config " + example("deployment.json");
    Omgctl.Result waited =
        run("deployment create demo duel vain " + version + config + " --wait=1s");
    assertThat(waited.exitCode()).as(waited.output()).isEqualTo(WAITED);
    String deployment = waited.value("id");
    assertThat(succeed("deployment list demo duel vain --state ACTIVE -q")).isEqualTo(deployment);
    end(CONFLICT, "image delete demo duel " + version + " MATCH --yes");
    assertThat(succeed("deployment delete demo duel vain " + deployment + " --now --yes --wait=2m"))
        .contains("CLOSED");
    assertThat(run("deployment show demo duel vain " + deployment).value("state"))
        .isEqualTo("CLOSED");
    // With no lobby kept ready there is nothing to wait for.
    Omgctl.Result none = run("deployment create demo duel vain " + version + " --wait=1s");
    assertThat(none.exitCode()).as(none.output()).isZero();
    succeed("deployment delete demo duel vain " + none.value("id") + " --now --yes --wait=2m");
  }

  @Test
  void editsExportsAndErasesAPlayer() throws IOException {
    omgctl.deployDuel("omgctl");
    Service.User user = TestPlatform.service().signUp();
    assertThat(TestPlatform.service().enter(user).status()).isEqualTo(200);
    String player = " demo duel default " + user.id();
    assertThat(succeed("player list demo duel default -q --user " + user.id()))
        .isEqualTo(user.id());
    Path profile = Files.writeString(folder.resolve("p.json"), "{\"gold\":12345678901234567890}");
    String version = run("player show" + player).value("version");
    succeed("player profile set%s --file %s --version %s".formatted(player, profile, version));
    end(
        CONFLICT,
        "player profile set%s --file %s --version %s".formatted(player, profile, version));
    assertThat(succeed("player profile get" + player)).contains("12345678901234567890");
    assertThat(succeed("player export" + player)).contains(user.id(), "12345678901234567890");
    String client = succeed("client list demo duel default -q --user " + user.id());
    succeed("client delete demo duel default " + client + " --yes");
    succeed("player logout" + player + " --yes");
    end(USAGE, "player erase" + player);
    succeed("player erase" + player + " --yes --wait=2m");
    end(NOT_FOUND, "player show" + player);
  }

  @Test
  void showsTheInstallationToItsAdmin() {
    String password = TestPlatform.get().secrets().get("admin");
    assertThat(omgctl.login("admin", "admin", password).exitCode()).isZero();
    assertThat(succeed("shard list -q").lines()).hasSize(2);
    assertThat(succeed("slot list --all -q").lines()).hasSize(1_024);
    assertThat(succeed("instance list")).contains("true");
    assertThat(succeed("pool show local -q")).isEqualTo("local");
    succeed("pool create far --driver process --slots 1");
    assertThat(run("pool set far --slots 2 --draining true").value("slots")).isEqualTo("2");
    assertThat(succeed("container list --server far -q")).isEmpty();
    succeed("pool delete far --yes");
    assertThat(succeed("audit list --operation tenant.create -q")).isNotEmpty();
    assertThat(succeed("audit list demo -q")).isNotEmpty();
  }
}
