package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import omgservers.ctl.ScriptedServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for what the server does step by step. */
class WaitingTest {
  private static final String STAGE = "/api/v1/tenants/T/projects/P/stages/S";
  private static final String DEPLOYMENT = STAGE + "/deployments/7";
  private static final String CREATE = "deployment create T P S 1 --wait";
  private static final Reply ACTIVE =
      Reply.of(200, "{\"id\":\"7\",\"state\":\"ACTIVE\",\"reason\":null}");

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;
  private Tool tool;

  @BeforeEach
  void begin() {
    tool = new Tool(home).loggedIn(server.url(), Role.DEVELOPER);
    server.on("POST " + STAGE + "/deployments", ACTIVE);
    server.on("GET " + DEPLOYMENT, ACTIVE);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static Reply lobby(String state) {
    return Reply.of(
        200, "{\"items\":[{\"id\":\"8\",\"state\":\"%s\"}],\"next\":null}".formatted(state));
  }

  @Test
  void waitsUntilALobbyIsReadyAndSaysWhyItIsNot() {
    server.on("GET " + DEPLOYMENT + "/lobbies", lobby("PENDING"), lobby("PENDING"), lobby("READY"));
    server.on(
        "GET " + STAGE + "/runtimes?deployment=7",
        Reply.of(200, "{\"items\":[{\"id\":\"9\",\"reason\":\"There is no image\"}]}"));
    assertThat(tool.run(CREATE)).as(tool.err()).isZero();
    assertThat(tool.err()).isEqualTo("lobbies: 1 PENDING; There is no image\nlobbies: 1 READY\n");
    assertThat(tool.out()).contains("id             7");
  }

  @Test
  void drawsProgressInOneLineOfATerminal() {
    server.on("GET " + DEPLOYMENT + "/lobbies", lobby("PENDING"), lobby("READY"));
    assertThat(tool.atTerminal(40).run(CREATE)).isZero();
    assertThat(tool.err()).isEqualTo("\r\u001b[Klobbies: 1 PENDING\r\u001b[Klobbies: 1 READY\n");
  }

  @Test
  void endsWhenTheTimeIsOver() {
    server.on("GET " + DEPLOYMENT + "/lobbies", lobby("PENDING"));
    assertThat(tool.run(CREATE + "=0s")).isEqualTo(Trouble.WAITED);
    assertThat(tool.err()).contains("in vain: lobbies: 1 PENDING");
  }

  @Test
  void endsWhenTheDeploymentIsClosed() {
    server.on(
        "GET " + DEPLOYMENT,
        Reply.of(200, "{\"id\":\"7\",\"state\":\"CLOSED\",\"reason\":\"deleted\"}"));
    assertThat(tool.run(CREATE)).isEqualTo(Trouble.REFUSED);
    assertThat(tool.err()).contains("The deployment was closed: deleted");
  }

  @Test
  void waitsThroughARestartOfTheServer() {
    server.on("GET " + DEPLOYMENT, Reply.of(503, ""), ACTIVE);
    server.on("GET " + DEPLOYMENT + "/lobbies", lobby("READY"));
    assertThat(tool.run(CREATE)).as(tool.err()).isZero();
    assertThat(tool.err()).contains("HTTP 503");
  }

  @Test
  void waitsUntilATenantIsGoneAndShowsWhatIsLeft() {
    server.on("DELETE /api/v1/tenants/T", Reply.of(202, "{\"id\":\"1\",\"state\":\"DELETING\"}"));
    server.on(
        "GET /api/v1/tenants/T",
        Reply.of(
            200,
            """
            {"id":"1","state":"DELETING",
             "removal":{"left":{"runtimes":2,"clients":0,"stages":1},"reason":"shard 1 is away"}}
            """),
        Reply.problem(404, "OBJECT_NOT_FOUND", "There is no tenant T."));
    assertThat(tool.run("tenant delete T --yes --wait --as developer")).as(tool.err()).isZero();
    assertThat(tool.err())
        .isEqualTo("DELETING, left: 2 runtimes, 1 stages; shard 1 is away\ngone\n");
  }

  @Test
  void waitsUntilADeploymentIsClosed() {
    server.on("DELETE " + DEPLOYMENT, Reply.of(202, "{\"id\":\"7\",\"state\":\"DRAINING\"}"));
    server.on(
        "GET " + DEPLOYMENT,
        Reply.of(200, "{\"id\":\"7\",\"state\":\"DRAINING\",\"reason\":null}"),
        Reply.of(200, "{\"id\":\"7\",\"state\":\"CLOSED\",\"reason\":null}"));
    assertThat(tool.run("deployment delete T P S 7 --yes --wait")).isZero();
    assertThat(tool.err()).isEqualTo("DRAINING\nCLOSED\n");
  }

  @Test
  void doesNotWaitUnasked() {
    assertThat(tool.run("deployment create T P S 1")).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void doesNotWaitForADryRun() {
    assertThat(tool.run(CREATE + " --dry-run")).isZero();
    assertThat(server.requests()).isEmpty();
  }
}
