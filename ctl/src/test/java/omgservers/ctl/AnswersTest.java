package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import omgservers.ctl.ScriptedServer.Reply;
import omgservers.ctl.ScriptedServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tool makes of answers that are not good, and of none. */
class AnswersTest {
  private static final String SHOW = "GET /api/v1/tenants/acme";
  private static final String DELETE = "DELETE /api/v1/accounts/al";

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(home).loggedIn(server.url(), Role.SUPPORT);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 1", "401, 4", "403, 1", "404, 5", "409, 6", "412, 6", "428, 6", "500, 1", "502, 3",
    "503, 3"
  })
  void endsWithTheExitCodeOfTheStatus(int status, int exitCode) {
    server.on(SHOW, Reply.problem(status, "WRONG_REQUEST", "the sentence"));
    assertThat(tool.run("tenant show acme")).isEqualTo(exitCode);
    assertThat(tool.err()).contains("WRONG_REQUEST: the sentence");
  }

  @Test
  void namesTheFieldsThatAreWrong() {
    server.on(
        "POST /api/v1/me/keys",
        Reply.of(
            400,
            """
            {"qualifier":"VALIDATION_CONSTRAINT_VIOLATED","detail":"Two things are wrong.",
             "errors":[{"field":"name","message":"too long"},{"field":"scopes","message":"empty"}]}
            """));
    assertThat(tool.run("key create x --scope READ")).isEqualTo(Trouble.REFUSED);
    assertThat(tool.err())
        .isEqualTo(
            """
            VALIDATION_CONSTRAINT_VIOLATED: Two things are wrong.
              name: too long
              scopes: empty
            """);
  }

  @Test
  void saysInWhoseNameItAskedAndWhatToDo() {
    server.on(SHOW, Reply.problem(403, "PERMISSION_NOT_FOUND", "TENANT_VIEWER is needed."));
    tool.run("tenant show acme");
    assertThat(tool.err()).contains("you asked as support (support)", "--as", "permission grant");
  }

  @Test
  void takesAProxysErrorPageForNoAnswer() {
    server.on(SHOW, Reply.of(502, "<html>Bad gateway</html>"));
    assertThat(tool.run("tenant show acme")).isEqualTo(Trouble.UNREACHABLE);
    assertThat(tool.err()).contains("HTTP 502");
  }

  @Test
  void saysThatAnotherServerAnswers() {
    server.on(SHOW, Reply.of(200, "<html>It works!</html>"));
    assertThat(tool.run("tenant show acme")).isEqualTo(Trouble.UNREACHABLE);
    assertThat(tool.err()).contains("not as OMGSERVERS does");
  }

  @Test
  void repeatsAWriteOnceWithTheSameKeyWhenTheConnectionIsCut() {
    server.on(DELETE, Reply.of(0, ""), Reply.of(204, ""));
    assertThat(tool.run("account delete al --yes")).as(tool.err()).isZero();
    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().stream().map(AnswersTest::key).distinct()).hasSize(1);
  }

  @Test
  void givesUpWhenTheConnectionIsCutAgain() {
    server.on(DELETE, Reply.of(0, ""));
    assertThat(tool.run("account delete al --yes")).isEqualTo(Trouble.UNREACHABLE);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void usesAnotherKeyForEachWriteOfAnInvocation() {
    server.on("POST /api/v1/tenants", Reply.of(201, "{\"id\":\"1\"}"));
    server.on(
        "POST /api/v1/tenants/1/projects", Reply.of(201, "{\"id\":\"2\",\"stage_id\":\"3\"}"));
    server.on("POST /api/v1/accounts", Reply.of(201, "{\"id\":\"4\",\"password\":\"p\"}"));
    assertThat(tool.run("init acme arena --developer al")).as(tool.err()).isZero();
    assertThat(server.lines())
        .containsExactly(
            "POST /api/v1/tenants",
            "POST /api/v1/tenants/1/projects",
            "POST /api/v1/accounts",
            "PUT /api/v1/tenants/1/permissions/4",
            "PUT /api/v1/tenants/1/projects/2/permissions/4",
            "PUT /api/v1/tenants/1/projects/2/stages/3/permissions/4",
            "PUT /api/v1/tenants/1/aliases/acme",
            "PUT /api/v1/accounts/4/aliases/al");
    assertThat(server.requests().stream().map(AnswersTest::key).distinct()).hasSize(8);
  }

  private static String key(Request request) {
    return request.headers().get("Idempotency-key");
  }

  @Test
  void waitsWhenTheServerAsksForIt() {
    Reply limited = Reply.problem(429, "LIMIT_REACHED", "Slowly.").with("Retry-After", "0");
    server.on(DELETE, limited, limited, Reply.of(204, ""));
    assertThat(tool.run("account delete al --yes")).isZero();
    assertThat(server.requests()).hasSize(3);
    assertThat(tool.err()).contains("The server asks to wait for 0 s.");
  }

  @Test
  void waitsForAnEarlierRequestThatStillWorks() {
    server.on(
        DELETE,
        Reply.problem(409, "IDEMPOTENCY_VIOLATED", "It works.").with("Retry-After", "0"),
        Reply.of(204, ""));
    assertThat(tool.run("account delete al --yes")).isZero();
  }

  @Test
  void doesNotWaitForLong() {
    server.on(DELETE, Reply.problem(429, "LIMIT_REACHED", "Slowly.").with("Retry-After", "900"));
    assertThat(tool.run("account delete al --yes")).isEqualTo(Trouble.REFUSED);
    assertThat(server.requests()).hasSize(1);
    assertThat(tool.err()).contains("try again in 900 s");
  }

  @Test
  void asksForTheNameBeforeItDeletes() {
    assertThat(tool.atTerminal(80, "acm").run("account delete acme")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("nothing was done");
    assertThat(server.requests()).isEmpty();
    assertThat(tool.atTerminal(80, "acme").run("account delete acme")).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void deletesNothingUnaskedWithoutATerminal() {
    assertThat(tool.run("account delete acme")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("--yes is needed");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void showsWhatItWouldSendAndSendsNothing() {
    assertThat(tool.run("account delete acme --dry-run")).isZero();
    assertThat(tool.out()).isEqualTo("DELETE /api/v1/accounts/acme\n");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void masksSecretsOfADryRun() throws java.io.IOException {
    Path file = java.nio.file.Files.writeString(home.resolve("p"), "very secret 123\n");
    assertThat(tool.run("account create --alias al --dry-run --json --password-file " + file))
        .isZero();
    assertThat(tool.out())
        .contains("\"requests\"", "\"POST\"", "\"/api/v1/accounts\"", "\"alias\" : \"al\"", "***")
        .doesNotContain("very secret");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void showsAllRequestsOfADryInit() {
    assertThat(tool.run("init acme arena --developer al --dry-run")).isZero();
    assertThat(tool.out())
        .contains(
            "POST /api/v1/tenants\n",
            "PUT /api/v1/tenants/<tenant>/projects/<project>/stages/<stage>/permissions/<account>\n");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void changesAProfileOnlyInTheVersionThatWasRead() {
    String player = "/api/v1/tenants/T/projects/P/stages/S/players/3";
    server.on("GET " + player, Reply.of(200, "{\"profile\":{}}").with("ETag", "\"4\""));
    server.on(
        "PUT " + player + "/profile", Reply.problem(412, "WRONG_PRECONDITION", "It is in 5."));
    assertThat(tool.reading("{}").run("player profile set T P S 3 --file -"))
        .isEqualTo(Trouble.CONFLICT);
    assertThat(server.requests().get(1).headers()).containsEntry("If-match", "\"4\"");
    assertThat(tool.err()).contains("changed meanwhile");
  }

  @Test
  void addsRightsToThoseThatAnAccountHas() {
    server.on("GET /api/v1/accounts/al", Reply.of(200, "{\"id\":\"5\"}"));
    server.on(
        "GET /api/v1/tenants/T/permissions",
        Reply.of(
            200,
            """
            {"items":[{"account_id":"5","rights":["TENANT_VIEWER"]},
             {"account_id":"6","rights":[]}],"next":null}
            """));
    assertThat(tool.run("permission grant al T --right PROJECT_MANAGER")).as(tool.err()).isZero();
    Request put = server.requests().get(2);
    assertThat(put.line()).isEqualTo("PUT /api/v1/tenants/T/permissions/al");
    assertThat(put.body()).isEqualTo("{\"rights\":[\"TENANT_VIEWER\",\"PROJECT_MANAGER\"]}");
    assertThat(tool.run("permission revoke al T --right TENANT_VIEWER")).isZero();
    assertThat(server.requests().get(5).body()).isEqualTo("{\"rights\":[]}");
  }

  @Test
  void knowsWhichRightsThereAreWhere() {
    assertThat(tool.run("permission set al T P --right TENANT_VIEWER")).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("STAGE_MANAGER, VERSION_MANAGER, PROJECT_VIEWER");
  }
}
