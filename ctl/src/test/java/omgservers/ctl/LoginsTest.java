package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import omgservers.ctl.ScriptedServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins, the profiles that they are kept in, and API keys. */
class LoginsTest {
  private static final String TOKENS = "POST /api/v1/tokens";
  private static final String TENANTS = "GET /api/v1/tenants";

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path folder;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(folder.resolve("home"));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static String fresh() {
    Instant now = Instant.now();
    return Tool.token(now, now.plusSeconds(3_600));
  }

  private static Reply signedIn(String role, String token) {
    return Reply.of(
        201, "{\"token\":\"%s\",\"role\":\"%s\",\"user_id\":\"5\"}".formatted(token, role));
  }

  private static String bearer(ScriptedServer.Request request) {
    return request.headers().get("Authorization");
  }

  @Test
  void keepsALoginForItsOwnerOnly() throws IOException {
    String token = fresh();
    server.on(TOKENS, signedIn("SUPPORT", token));
    assertThat(
            tool.with("OMGCTL_PASSWORD", "secret").run("login --user sue --server " + server.url()))
        .as(tool.err())
        .isZero();
    assertThat(server.only().body()).isEqualTo("{\"user\":\"sue\",\"password\":\"secret\"}");
    assertThat(permissions("home")).isEqualTo("rwx------");
    assertThat(permissions("home/profiles.json")).isEqualTo("rw-------");
    assertThat(Files.readString(folder.resolve("home/profiles.json"))).doesNotContain("secret");
    assertThat(tool.run("tenant list")).isZero();
    assertThat(bearer(server.requests().get(1))).isEqualTo("Bearer " + token);
  }

  @Test
  void leavesAFolderAloneThatHoldsOtherThings() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("notes"), "somebody's");
    tool.loggedIn(server.url(), Role.SUPPORT);
    assertThat(permissions("home")).isEqualTo("rwxr-xr-x");
    assertThat(permissions("home/profiles.json")).isEqualTo("rw-------");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }

  @Test
  void asksForThePasswordOnATerminal() {
    server.on(TOKENS, signedIn("DEVELOPER", fresh()));
    assertThat(tool.atTerminal(80, "typed").run("login --user al --server " + server.url()))
        .isZero();
    assertThat(server.only().body()).contains("\"password\":\"typed\"");
  }

  @Test
  void needsAPasswordFromSomewhere() {
    assertThat(tool.run("login --user al --server " + server.url())).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("--password-file or OMGCTL_PASSWORD");
  }

  @Test
  void refusesALoginOfAnotherRoleThanExpected() {
    server.on(TOKENS, signedIn("DEVELOPER", fresh()));
    tool.with("OMGCTL_PASSWORD", "secret");
    assertThat(tool.run("login --role support --user al --server " + server.url()))
        .isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("al is developer, not support");
  }

  @Test
  void warnsBeforeAPasswordIsSentUnprotected() {
    tool.with("OMGCTL_PASSWORD", "secret");
    assertThat(tool.run("login --user al --server http://omg.invalid"))
        .isEqualTo(Trouble.UNREACHABLE);
    assertThat(tool.err()).contains("not encrypted");
  }

  @Test
  void renewsATokenWhenHalfOfItsLifeIsOver() {
    Instant now = Instant.now();
    String old = Tool.token(now.minusSeconds(2_000), now.plusSeconds(1_600));
    String token = fresh();
    tool.keep("default", Role.SUPPORT, server.url(), old);
    server.on("POST /api/v1/tokens/renewals", signedIn("SUPPORT", token));
    assertThat(tool.run("tenant list")).isZero();
    assertThat(tool.run("tenant list")).isZero();
    assertThat(server.lines()).containsExactly("POST /api/v1/tokens/renewals", TENANTS, TENANTS);
    assertThat(bearer(server.requests().get(0))).isEqualTo("Bearer " + old);
    assertThat(bearer(server.requests().get(2))).isEqualTo("Bearer " + token);
    assertThat(tool.err()).isEmpty();
  }

  @Test
  void usesAnotherLoginWhenTheFirstHasEnded() {
    Instant past = Instant.now().minusSeconds(7_200);
    tool.keep("default", Role.SUPPORT, server.url(), Tool.token(past, past.plusSeconds(1)));
    String token = fresh();
    tool.keep("default", Role.DEVELOPER, server.url(), token);
    assertThat(tool.run("tenant list")).isZero();
    assertThat(bearer(server.only())).isEqualTo("Bearer " + token);
  }

  @Test
  void usesTheLoginThatIsAskedFor() {
    tool.loggedIn(server.url(), Role.SUPPORT);
    String token = fresh() + "d";
    tool.keep("default", Role.DEVELOPER, server.url(), token);
    assertThat(tool.run("tenant list --as developer")).isZero();
    assertThat(bearer(server.only())).isEqualTo("Bearer " + token);
    assertThat(tool.run("tenant list --as admin")).isEqualTo(Trouble.LOGIN);
  }

  @Test
  void keepsInstallationsApart() {
    tool.keep("one", Role.SUPPORT, "http://127.0.0.1:1", fresh());
    tool.keep("two", Role.SUPPORT, server.url(), fresh());
    assertThat(tool.run("tenant list --profile two")).isZero();
    assertThat(tool.with("OMGCTL_PROFILE", "two").run("tenant list")).isZero();
    assertThat(tool.run("tenant list --profile one")).isEqualTo(Trouble.UNREACHABLE);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void listsUsesAndDeletesProfiles() {
    tool.keep("one", Role.SUPPORT, "http://127.0.0.1:1", fresh());
    tool.keep("two", Role.SUPPORT, server.url(), fresh());
    assertThat(tool.run("profile use two")).isZero();
    assertThat(tool.run("tenant list")).isZero();
    assertThat(tool.run("profile list")).isZero();
    assertThat(tool.out()).contains("NAME  CURRENT  SERVER").containsPattern("two +true +http");
    assertThat(tool.run("profile use tow")).isEqualTo(Trouble.NOT_FOUND);
    assertThat(tool.err()).contains("did you mean two?");
    assertThat(tool.run("profile delete two --yes")).isZero();
    assertThat(tool.run("tenant list --profile two")).isEqualTo(Trouble.LOGIN);
  }

  @Test
  void forgetsTheLoginsOfAProfileThatMovesToAnotherServer() {
    tool.keep("default", Role.SUPPORT, "http://127.0.0.1:1", fresh());
    tool.keep("default", Role.DEVELOPER, server.url(), fresh());
    assertThat(tool.run("tenant list --as support")).isEqualTo(Trouble.LOGIN);
  }

  @Test
  void logsOut() {
    tool.loggedIn(server.url(), Role.SUPPORT, Role.DEVELOPER);
    assertThat(tool.run("logout --as support")).isZero();
    assertThat(tool.run("tenant list --as support")).isEqualTo(Trouble.LOGIN);
    assertThat(tool.run("logout")).isZero();
    assertThat(tool.run("tenant list")).isEqualTo(Trouble.LOGIN);
  }

  @Test
  void worksWithAnApiKeyAndKeepsNothing() {
    server.on(TOKENS, signedIn("DEVELOPER", fresh()));
    tool.with("OMGCTL_API_KEY", "the-key").with("OMGCTL_SERVER", server.url());
    assertThat(tool.run("tenant list")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("OMGCTL_USER");
    assertThat(tool.with("OMGCTL_USER", "al").run("tenant list")).isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo("{\"user\":\"al\",\"password\":\"the-key\"}");
    assertThat(Files.exists(folder.resolve("home/profiles.json"))).isFalse();
  }

  @Test
  void saysThatAnApiKeyIsNotValid() {
    server.on(TOKENS, Reply.problem(401, "WRONG_CREDENTIALS", "Wrong user or password."));
    tool.with("OMGCTL_API_KEY", "x").with("OMGCTL_SERVER", server.url()).with("OMGCTL_USER", "al");
    assertThat(tool.run("tenant list")).isEqualTo(Trouble.LOGIN);
  }

  @Test
  void staysLoggedInWhenThePasswordChanges() throws IOException {
    String token = fresh();
    tool.loggedIn(server.url(), Role.DEVELOPER);
    server.on("PUT /api/v1/me/password", Reply.of(204, ""));
    server.on(TOKENS, signedIn("DEVELOPER", token + "f"));
    Path current = Files.writeString(folder.resolve("current"), "old one\n");
    Path next = Files.writeString(folder.resolve("fresh"), "new one\n");
    assertThat(tool.run("password change --current-file " + current + " --fresh-file " + next))
        .isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo("{\"current\":\"old one\",\"fresh\":\"new one\"}");
    assertThat(tool.run("me")).isZero();
    assertThat(bearer(server.requests().get(2))).isEqualTo("Bearer " + token + "f");
  }

  @Test
  void putsASecretIntoAFileOfItsOwner() throws IOException {
    tool.loggedIn(server.url(), Role.DEVELOPER);
    server.on("POST /api/v1/me/keys", Reply.of(201, "{\"id\":\"6\",\"secret\":\"s3cret\"}"));
    Path file = folder.resolve("key");
    assertThat(tool.run("key create ci --scope READ -q --secret-file " + file)).isZero();
    assertThat(tool.out()).isEqualTo("6\n");
    assertThat(Files.readString(file)).isEqualTo("s3cret\n");
    assertThat(permissions("key")).isEqualTo("rw-------");
    assertThat(tool.run("key create ci --scope READ --secret-file " + file))
        .isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("exists already");
  }

  @Test
  void losesNoSecretToSilence() {
    tool.loggedIn(server.url(), Role.DEVELOPER);
    assertThat(tool.run("key create ci --scope READ -q")).isEqualTo(Trouble.USAGE);
    assertThat(server.requests()).isEmpty();
  }
}
