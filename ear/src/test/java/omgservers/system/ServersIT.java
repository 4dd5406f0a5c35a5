package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same EAR on other application servers than the launcher's: set up by the scripts that come
 * with it, then the important journeys, and again what they left after a restart.
 */
class ServersIT {
  private static final String ROOM = "tenants/" + TestPlatform.TENANT;
  private static final String PATH = ROOM + "/projects/" + TestPlatform.PROJECT;
  private static final String CONTAINED = "contained";
  private static final String DEPLOYMENT =
      "{\"min_lobbies\":1,\"matchmaker\":{\"modes\":{\"duel\":{\"min_matches\":1}}}}";

  @Test
  void playsOnPayaraServer() throws IOException, InterruptedException {
    try (AppServer server = PayaraServer.prepare()) {
      server.deploy();
      assertThat(Files.readString(server.log())).contains("timeouts run on a plain scheduler");
      journeys(server);
    }
  }

  @Test
  void playsOnWildFly() throws IOException, InterruptedException {
    try (AppServer server = WildFlyServer.prepare()) {
      server.deploy();
      journeys(server);
      assertThat(Files.readString(server.log())).contains("the keys that verify tokens are read");
    }
  }

  private static void journeys(AppServer server) throws IOException, InterruptedException {
    if (DockerEngine.isThere()) {
      server.startRegistry();
    }
    Service service = new Service(server.url());
    Omgctl omgctl = new Omgctl(server.data().resolve("omgctl"), server.url());
    omgctl.loginSupport(server.secrets().get("support"));
    omgctl.init(TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE, "developer");
    omgctl.deployDuel("servers", server.images());
    String token = service.token("support", "support", server.secrets().get("support"));
    tellsHowItIs(server, token);
    tellsWhatARequestLedTo(server, token);
    refusesAsEverywhere(server, token);
    Await.until(
        omgctl::runtimes,
        list -> list.matches("(?s).*LOBBY +READY.*") && list.matches("(?s).*MATCH +READY.*"));
    playsTheDuel(server, TestPlatform.STAGE);
    showsTheConsole(server);
    Service.User player = service.signUp();
    List<String> lobbies = lobbies(server, token);

    server.restartWithJsonLog();

    // A server that is stopped in good order ends its game servers, so there is another lobby; what
    // was is known.
    assertThat(lobbies(server, token)).containsAll(lobbies);
    Service.User again =
        new Service.User(player.id(), "", service.signIn(player.id(), player.password()));
    JsonNode entered = service.enter(again).body();
    try (Wire connector = Wire.open(entered.path("connector_config"))) {
      String assigned = connector.next("RUNTIME_ASSIGNED");
      assertThat(lobbies(server, token)).anyMatch(assigned::contains);
    }
    if (DockerEngine.isThere()) {
      playsWhatIsPushed(server, omgctl.developerPassword());
    }
    List<String> lines = Files.readAllLines(server.log());
    assertThat(new ObjectMapper().readTree(lines.get(lines.size() - 1)).isObject()).isTrue();
  }

  private static List<String> lobbies(AppServer server, String token) {
    JsonNode list =
        new Administration(server.url(), token)
            .get(
                ROOM
                    + "/projects/%s/stages/%s/runtimes?qualifier=LOBBY"
                        .formatted(TestPlatform.PROJECT, TestPlatform.STAGE))
            .is(200)
            .body();
    return list.path("items").findValuesAsText("id");
  }

  private static void tellsHowItIs(AppServer server, String token) throws IOException {
    Calls nobody = server.calls(null);
    assertThat(new Calls(server.health(), null).get("/health/ready").text("status"))
        .isEqualTo("UP");
    assertThat(nobody.get("/ready").json().at("/checks/0/data/shards").asText()).isEqualTo("2");
    assertThat(nobody.get("/api/v1/openapi").text())
        .isEqualTo(Files.readString(TestPlatform.ROOT.resolve("docs/openapi/omgservers.yaml")));
    assertThat(nobody.get("/openapi", "Accept", "application/json").text("openapi"))
        .startsWith("3.");
    assertThat(nobody.get("/metrics").status()).as("the server's own").isNotEqualTo(200);
    String[] monitor = Calls.basic("metrics", TestPlatform.METRICS_PASSWORD);
    assertThat(server.calls(token).get("/api/v1/metrics", "Accept", "text/plain").text())
        .contains("omgservers_shard_up{shard=\"1\"} 1.0");
    assertThat(nobody.get("/api/v1/metrics", monitor).text())
        .contains("door=\"health\",status=\"200\"", "door=\"api\",status=\"200\"")
        .contains("omgservers_database_connections_in_use", "jvm_memory_used_bytes");
    assertThat(nobody.get("/api/v1/metrics", Calls.basic("metrics", "wrong")).status())
        .isEqualTo(401);
    Await.until(() -> nobody.get("/api/v1/health", monitor).text("status"), "UP"::equals);
    assertThat(nobody.get("/live").header("X-Request-Id")).hasSize(36);
  }

  private static void tellsWhatARequestLedTo(AppServer server, String token) {
    String trace = UUID.randomUUID().toString().replace("-", "");
    server
        .calls(token)
        .get("/api/v1/tenants", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    Predicate<Span> answer = span -> span.getName().equals("GET /api/v1/tenants");
    List<Span> spans = TestPlatform.TRACES.await(trace, answer);
    assertThat(spans)
        .filteredOn(span -> Collector.value(span, "db.query.text").startsWith("select "))
        .isNotEmpty()
        .allMatch(span -> Collector.isBelow(spans, span, it -> it.getName().contains(".")))
        .allMatch(span -> Collector.isBelow(spans, span, answer));
  }

  /** Tokens, roles, tenants, bodies and paths. */
  private static void refusesAsEverywhere(AppServer server, String token) {
    Administration support = new Administration(server.url(), token);
    new Administration(server.url(), "no.good.token")
        .get("tenants")
        .refuses(401, "WRONG_CREDENTIALS");
    support.get("tenants/nobodys").refuses(404, "OBJECT_NOT_FOUND");
    support.post("tenants", "{\"alias\":\"ok\",\"colour\":1}").naming("colour");
    support.post("tenants", "{\"alias\":").refuses(400, "WRONG_REQUEST");
    assertThat(server.calls(token).get("/nowhere").header("Content-Type"))
        .startsWith("application/problem+json");
  }

  /** A developer pushes the example game to a registry, and an engine runs it in containers. */
  private static void playsWhatIsPushed(AppServer server, String developer) throws IOException {
    Administration admin =
        new Administration(
            server.url(),
            new Service(server.url()).token("admin", "admin", server.secrets().get("admin")));
    String image =
        server.registry() + "/%s/%s:pushed".formatted(TestPlatform.TENANT, TestPlatform.PROJECT);
    try (DockerEngine engine = DockerEngine.start("servers")) {
      DockerPool.buildGame(engine, image);
      String logins = "--config=" + Files.createTempDirectory(engine.folder(), "logins");
      engine.succeed(logins, "login", "-u", "developer", "-p", developer, server.registry());
      engine.succeed(logins, "push", image);
      admin
          .post(
              "pool/servers",
              "{\"name\":\"eu-1\",\"driver\":\"docker\",\"slots\":4,\"address\":\"%s\",\"registry\":\"%s\"}"
                  .formatted(engine.address(), server.registry()))
          .is(201);
      JsonNode made =
          Await.until(
              () -> admin.get(PATH + "/images").is(200).body().at("/items/0"),
              it -> it.path("state").asText().equals("VERSION"));
      admin.post(PATH + "/stages", "{\"alias\":\"%s\"}".formatted(CONTAINED)).is(201);
      String stage = PATH + "/stages/" + CONTAINED;
      admin
          .post(
              stage + "/deployments",
              "{\"version_id\":\"%s\",\"config\":%s}"
                  .formatted(made.path("version_id").asText(), DEPLOYMENT))
          .is(201);
      Await.until(
          () -> admin.get(stage + "/runtimes?state=READY").is(200).values("id"),
          ready -> ready.size() == 2);
      assertThat(engine.containers()).hasSize(2);
      playsTheDuel(server, CONTAINED);
      String lobby = admin.get(stage + "/runtimes?qualifier=LOBBY").is(200).values("id").get(0);
      Await.until(
          () -> admin.get(stage + "/logs?runtime=" + lobby).is(200).values("text"),
          lines -> !lines.isEmpty());
      // In no form that is asked for, as curl does.
      admin.get(stage + "/runtimes/" + lobby + "/log").is(200);
      admin.delete(stage).is(202);
      Await.until(engine::containers, List::isEmpty);
    }
  }

  private static void playsTheDuel(AppServer server, String stage) {
    CompletableFuture<List<String>> ann = CompletableFuture.supplyAsync(() -> bot(server, stage));
    CompletableFuture<List<String>> ben = CompletableFuture.supplyAsync(() -> bot(server, stage));
    assertThat(Stream.concat(ann.join().stream(), ben.join().stream()))
        .filteredOn(line -> line.startsWith("result"))
        .containsExactlyInAnyOrder("result lost 0 1", "result won 1 0");
  }

  private static List<String> bot(AppServer server, String stage) {
    return LuaRun.bot(server.url(), TestPlatform.TENANT, TestPlatform.PROJECT, stage);
  }

  private static void showsTheConsole(AppServer server) {
    ConsoleCalls support =
        ConsoleCalls.signIn(server.url(), "support", server.secrets().get("support"));
    assertThat(support.get("/console/overview").body()).contains("data-live=\"overview\"");
    assertThat(support.get("/console/tenants").body()).contains(TestPlatform.TENANT);
    HttpResponse<Stream<String>> live =
        support.send(
            support.request("/console/live?topic=overview").header("Accept", "text/event-stream"),
            HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = live.body()) {
      assertThat(lines.anyMatch(line -> line.startsWith("data:"))).isTrue();
    }
  }
}
