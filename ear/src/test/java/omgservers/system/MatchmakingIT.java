package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Matchmaking as developers see it: configs, why tickets wait, recordings and simulations. */
class MatchmakingIT {
  private static final String STAGE = "tenants/demo/projects/duel/stages/default";
  private static final String VERSIONS = "tenants/demo/projects/duel/versions";
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";

  private static Administration developer;
  private static String deployment;
  private static String queue;

  @BeforeAll
  static void deploy() {
    developer = Administration.developer();
    deployment = TestPlatform.omgctl().deployDuel("matchmaking").value("deployment_id");
    queue = STAGE + "/deployments/" + deployment + "/queues/duel";
    String runtimes = STAGE + "/runtimes?state=READY&deployment=" + deployment;
    Await.until(
        () -> developer.get(runtimes + "&qualifier=LOBBY").is(200),
        found -> !found.values("id").isEmpty());
  }

  private static String mode(String more) {
    return """
        {"name":"m","min_players":2,"max_players":2,
         "groups":[{"name":"a","min_players":0,"max_players":2}]%s}
        """
        .formatted(more);
  }

  private static Administration.Reply upload(String modes) {
    return developer.post(VERSIONS, "{\"config\":{\"modes\":[%s]}}".formatted(modes));
  }

  @Test
  void refusesConfigsThatCannotWorkAndNamesTheReason() {
    upload(
            mode(
                """
                ,"rules":[{"kind":"DISTANCE","attribute":"skill","max":10,
                  "widen":[{"after_seconds":5,"max":5}]}]
                """))
        .refuses(400, "WRONG_CONFIGURATION");
    upload(mode(",\"party_size_max\":3")).refuses(400, "WRONG_CONFIGURATION");
    upload(mode(",\"rules\":[{\"kind\":\"LUCK\"}]")).refuses(400, "WRONG_REQUEST");
    upload(mode(",\"hold\":3")).refuses(400, "WRONG_REQUEST").naming("hold");
    upload(String.join(",", Collections.nCopies(1_000, mode(""))))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("config.modes");
    upload(mode("") + "," + mode("")).refuses(400, "WRONG_CONFIGURATION");
    JsonNode made =
        upload(mode(",\"hold_seconds\":5,\"rules\":[{\"kind\":\"REMATCH\",\"minutes\":5}]"))
            .is(201)
            .body();
    assertThat(made.at("/config/modes/0/hold_seconds").asInt()).isEqualTo(5);
    assertThat(made.at("/config/modes/0").has("party_size_max")).isFalse();
  }

  @Test
  void saysWhyATicketWaitsAndHowItsModeDoes() throws InterruptedException {
    Service service = TestPlatform.service();
    Service.Answer entered = service.enter(service.signUp());
    Connector connector = new Connector(entered.body().path("connector_config"));
    connector.next("\"LOBBY\"");
    developer.put(queue + "/recording", null, "{}").is(200);
    connector.send(PLAY);
    Administration.Reply waiting =
        Await.until(
            () -> developer.get(queue + "/tickets").is(200),
            found -> found.values("client_id").contains(entered.text("client_id")));
    String ticket = waiting.body().at("/items/0/id").asText();
    Administration.Reply why = developer.get(queue + "/tickets/" + ticket).is(200);
    assertThat(why.body().path("position").asInt()).isEqualTo(1);
    assertThat(why.body().path("needed_players").asInt()).isEqualTo(2);
    assertThat(why.body().path("accepted").asInt()).isZero();
    assertThat(why.body().at("/clients/0").asText()).isEqualTo(entered.text("client_id"));
    developer.get(queue + "/tickets/1").refuses(404, "OBJECT_NOT_FOUND");
    Administration.Reply status = developer.get(queue).is(200);
    assertThat(status.body().path("waiting").asInt()).isEqualTo(1);
    assertThat(status.text("oldest")).isEqualTo(why.text("since"));
    Administration.Reply recording = developer.get(queue + "/recording").is(200);
    assertThat(recording.body().path("tickets").asInt()).isEqualTo(1);
    Administration.Reply tried = developer.post(queue + "/simulation", "{}").is(200);
    assertThat(tried.body().at("/before/starved").asInt()).isEqualTo(1);
    String waits = "omgservers_matchmaking_tickets{deployment=\"%s\",mode=\"duel\"} 1.0";
    Calls watcher = new Calls(service.url(), Administration.support().token());
    Await.until(
        () -> watcher.get("/api/v1/metrics", "Accept", "text/plain"),
        reply -> reply.text().contains(waits.formatted(deployment)));
    developer.delete(queue + "/tickets/" + ticket).is(204);
    connector.next("MATCHMAKING_FAILED");
    developer.delete(queue + "/recording").is(204);
    developer.get(queue + "/recording").refuses(404, "OBJECT_NOT_FOUND");
    connector.close();
  }

  @Test
  void triesOtherRulesOnTicketsThatAreMadeUp() {
    String synthetic = "\"synthetic\":{\"per_minute\":60,\"minutes\":5,\"seed\":3}";
    Administration.Reply tried =
        developer
            .post(queue + "/simulation", "{\"mode\":%s,%s}".formatted(mode(""), synthetic))
            .is(200);
    assertThat(tried.body().at("/before/tickets").asInt()).isEqualTo(300);
    assertThat(tried.body().at("/after/matched").asInt()).isEqualTo(300);
    developer
        .post(queue + "/simulation", "{\"synthetic\":{\"per_minute\":9999,\"minutes\":1000}}")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("synthetic.per_minute");
    developer
        .post(
            queue + "/simulation",
            "{\"mode\":%s,%s}".formatted(mode(",\"party_size_max\":9"), synthetic))
        .refuses(400, "WRONG_CONFIGURATION");
  }

  @Test
  void tellsFiguresToStaffAndToNobodyElse() {
    Calls nobody = new Calls(TestPlatform.service().url(), null);
    Calls support = nobody.as(Administration.support().token());
    Calls.Reply told =
        Await.until(
            () -> support.get("/api/v1/metrics", "Accept", "text/plain"),
            reply -> reply.text().contains(deployment));
    assertThat(told.status()).as(told.toString()).isEqualTo(200);
    assertThat(told.type()).startsWith("text/plain");
    assertThat(told.text())
        .contains("# TYPE omgservers_matchmaking_tickets gauge")
        .contains("# TYPE omgservers_matchmaking_oldest_seconds gauge")
        .contains("# TYPE omgservers_matchmaking_wait_seconds summary")
        .contains("# TYPE omgservers_matchmaking_expired_total counter");
    String player = TestPlatform.service().signUp().token();
    assertThat(nobody.as(player).get("/api/v1/metrics").status()).isEqualTo(403);
    assertThat(nobody.get("/api/v1/metrics").status()).isEqualTo(401);
    assertThat(nobody.get("/metrics").status()).as("the server's own").isEqualTo(403);
  }
}
