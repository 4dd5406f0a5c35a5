package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What runs on a stage: it is looked at, and ended, through the administration API. */
class RunningApiIT {
  private static final String STAGE = "tenants/demo/projects/duel/stages/default";
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";

  private static Administration developer;
  private static Administration stranger;
  private static String deployment;
  private static String by;

  @BeforeAll
  static void deploy() {
    developer = Administration.developer();
    stranger = Administration.stranger();
    deployment = TestPlatform.omgctl().deployDuel("running").value("deployment_id");
    by = "developer " + developer.userId();
    awaitRuntime("LOBBY");
    awaitRuntime("MATCH");
  }

  private static String here() {
    return STAGE + "/deployments/" + deployment;
  }

  private static void awaitRuntime(String qualifier) {
    String path =
        STAGE + "/runtimes?state=READY&deployment=" + deployment + "&qualifier=" + qualifier;
    Await.until(() -> developer.get(path).is(200), found -> !found.values("id").isEmpty());
  }

  /** A player in a lobby, with an open socket. */
  private record Guest(Service.User user, String client, Connector connector) {
    static Guest enter() throws InterruptedException {
      Service service = TestPlatform.service();
      Service.User user = service.signUp();
      Service.Answer entered = service.enter(user);
      Connector connector = new Connector(entered.body().path("connector_config"));
      connector.next("\"LOBBY\"");
      return new Guest(user, entered.text("client_id"), connector);
    }

    String path() {
      return STAGE + "/clients/" + client;
    }

    /** The news of this very runtime may still be on its way. */
    void requireOtherLobby(String runtime) throws InterruptedException {
      String news = connector.next("\"LOBBY\"");
      if (news.contains(runtime)) {
        news = connector.next("\"LOBBY\"");
      }
      assertThat(news).doesNotContain(runtime);
    }
  }

  @Test
  void showsClientsAndTheRuntimesThatTheyAreIn() throws InterruptedException {
    Guest guest = Guest.enter();
    Administration.Reply client = developer.get(guest.path()).is(200);
    assertThat(client.text("state")).isEqualTo("PLAYING");
    assertThat(client.text("runtime_qualifier")).isEqualTo("LOBBY");
    assertThat(client.text("user_id")).isEqualTo(guest.user.id());
    Administration.Reply runtime =
        Await.until(
            () -> developer.get(STAGE + "/runtimes/" + client.text("runtime_id")).is(200),
            seen -> seen.body().path("clients").asInt() > 0);
    assertThat(runtime.text("state")).isEqualTo("READY");
    assertThat(runtime.text("deployment_id")).isEqualTo(deployment);
    assertThat(runtime.text("started_at")).isNotBlank();
    String clients = STAGE + "/clients?limit=200&user=" + guest.user.id();
    assertThat(developer.get(clients).is(200).values("id")).containsExactly(guest.client);
    assertThat(developer.get(clients + "&deployment=" + deployment).values("id")).hasSize(1);
    assertThat(developer.get(clients + "&deployment=1").values("id")).isEmpty();
    assertThat(developer.get(clients + "&state=DELETED").values("id")).isEmpty();
    assertThat(developer.get(STAGE + "/clients?limit=200&state=PLAYING").is(200).values("id"))
        .contains(guest.client);
    assertThat(developer.get(here()).is(200).body().path("clients").asInt()).isPositive();
    guest.connector.close();
  }

  @Test
  void sendsAClientAwayWhichIsTold() throws InterruptedException {
    Guest guest = Guest.enter();
    assertThat(developer.delete(guest.path()).is(202).text("state")).isEqualTo("DELETED");
    assertThat(guest.connector.next("CLIENT_DELETED")).contains("reason");
    guest.connector.next("CLOSED");
    developer.delete(guest.path()).is(202);
    assertAudited(guest.client, "client.delete");
  }

  /** It was done once, and is written down once, however often it was asked for. */
  private static void assertAudited(String entity, String operation) {
    Administration.Reply records = developer.get("tenants/demo/audit?entity=" + entity).is(200);
    assertThat(records.values("operation")).containsExactly(operation);
    assertThat(records.values("actor_id")).containsExactly(developer.userId());
  }

  @Test
  void cancelsATicketAndTheGameServerTellsThePlayer() throws InterruptedException {
    Guest guest = Guest.enter();
    guest.connector.send(PLAY);
    String tickets = here() + "/queues/duel/tickets";
    Administration.Reply waiting =
        Await.until(
            () -> developer.get(tickets + "?limit=200").is(200),
            found -> found.values("client_id").contains(guest.client));
    JsonNode ticket = waiting.body().at("/items/0");
    assertThat(ticket.path("user_id").asText()).isEqualTo(guest.user.id());
    JsonNode queue = developer.get(here() + "/queues").is(200).body().at("/items/0");
    assertThat(queue.path("mode").asText()).isEqualTo("duel");
    assertThat(queue.path("waiting").asInt()).isEqualTo(1);
    assertThat(queue.path("oldest").asText()).isEqualTo(ticket.path("created").asText());
    assertThat(queue.path("open_matches").asInt()).isPositive();
    assertThat(queue.path("seats_free").asInt()).isPositive();
    String path = tickets + "/" + ticket.path("id").asText();
    developer.delete(here() + "/queues/other/tickets/1").refuses(404, "OBJECT_NOT_FOUND");
    developer.delete(path).is(204);
    guest.connector.next("no_match");
    developer.delete(path).refuses(404, "OBJECT_NOT_FOUND");
    assertAudited(ticket.path("id").asText(), "ticket.delete");
    assertThat(developer.get(tickets).is(200).values("client_id")).doesNotContain(guest.client);
    guest.connector.close();
  }

  @Test
  void endsAMatchAndItsClientsGoBackToALobby() throws InterruptedException {
    awaitRuntime("MATCH");
    Guest ann = Guest.enter();
    Guest ben = Guest.enter();
    ann.connector.send(PLAY);
    ben.connector.send(PLAY);
    ann.connector.next("\"MATCH\"");
    ben.connector.next("\"MATCH\"");
    String runtime = developer.get(ann.path()).is(200).text("runtime_id");
    Administration.Reply matches = developer.get(here() + "/matches?mode=duel").is(200);
    String id = matches.values("id").get(matches.values("runtime_id").indexOf(runtime));
    Administration.Reply match = developer.get(here() + "/matches/" + id).is(200);
    assertThat(match.body().path("players").asInt()).isEqualTo(2);
    assertThat(match.body().path("seats").findValuesAsText("client_id"))
        .containsExactlyInAnyOrder(ann.client, ben.client);
    assertThat(match.body().path("seats").findValuesAsText("group_name"))
        .containsExactlyInAnyOrder("left", "right");
    assertThat(developer.delete(here() + "/matches/" + id).is(202).text("state"))
        .isEqualTo("CLOSED");
    ann.connector.next("\"LOBBY\"");
    ben.connector.next("\"LOBBY\"");
    Administration.Reply ended = developer.get(STAGE + "/runtimes/" + runtime).is(200);
    assertThat(ended.text("reason")).isEqualTo("The match was ended by " + by + ".");
    assertThat(ended.text("ended_at")).isNotBlank();
    Await.until(() -> developer.get(here() + "/matches/" + id), gone -> gone.status() == 404);
    ann.connector.close();
    ben.connector.close();
  }

  @Test
  void endsALobbyAndItsClientsGoToAnother() throws InterruptedException {
    Guest guest = Guest.enter();
    String runtime = developer.get(guest.path()).is(200).text("runtime_id");
    Administration.Reply lobbies = developer.get(here() + "/lobbies").is(200);
    String id = lobbies.values("id").get(lobbies.values("runtime_id").indexOf(runtime));
    Administration.Reply ended = developer.delete(here() + "/lobbies/" + id).is(202);
    assertThat(ended.text("state")).isEqualTo("CLOSED");
    assertThat(ended.body().path("clients").asInt()).isPositive();
    guest.requireOtherLobby(runtime);
    assertThat(developer.get(STAGE + "/runtimes/" + runtime).is(200).text("reason"))
        .isEqualTo("The lobby was ended by " + by + ".");
    assertAudited(id, "lobby.delete");
    guest.connector.close();
  }

  @Test
  void stopsARuntimeAndItsClientsGoToAnother() throws InterruptedException {
    Guest guest = Guest.enter();
    String runtime = developer.get(guest.path()).is(200).text("runtime_id");
    String path = STAGE + "/runtimes/" + runtime;
    assertThat(developer.delete(path).is(202).text("reason")).isEqualTo("Stopped by " + by + ".");
    guest.requireOtherLobby(runtime);
    Await.until(() -> developer.get(path), seen -> seen.text("state").equals("ENDED"));
    assertThat(developer.delete(path).is(202).text("state")).isEqualTo("ENDED");
    assertAudited(runtime, "runtime.delete");
    guest.connector.close();
  }

  @Test
  void boundsEveryListAndNamesEveryFilterThatCannotBeMeant() {
    for (String list :
        List.of(
            STAGE + "/runtimes",
            STAGE + "/clients",
            here() + "/lobbies",
            here() + "/matches",
            here() + "/queues",
            here() + "/queues/duel/tickets")) {
      developer.assertBounded(list);
    }
    refusesFilter("/runtimes", "state", "ASLEEP");
    refusesFilter("/runtimes", "qualifier", "lobby");
    refusesFilter("/runtimes", "deployment", "newest");
    refusesFilter("/clients", "user", "ann");
    refusesFilter("/clients", "state", "");
    refusesFilter("/deployments/" + deployment + "/matches", "state", "ENDED");
  }

  private static void refusesFilter(String list, String filter, String value) {
    developer
        .get(STAGE + list + "?" + filter + "=" + value)
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming(filter);
  }

  @Test
  void findsNothingOfOtherStages() throws InterruptedException {
    Administration support = Administration.support();
    String tenant = support.post("tenants", "{}").is(201).text("id");
    Administration.Reply project = support.post("tenants/" + tenant + "/projects", "{}").is(201);
    String elsewhere =
        "tenants/%s/projects/%s/stages/%s"
            .formatted(tenant, project.text("id"), project.text("stage_id"));
    Guest guest = Guest.enter();
    String runtime = developer.get(guest.path()).is(200).text("runtime_id");
    for (String path :
        List.of(
            "/clients/" + guest.client,
            "/runtimes/" + runtime,
            "/deployments/" + deployment,
            "/deployments/" + deployment + "/lobbies/1",
            "/deployments/" + deployment + "/matches/1",
            "/deployments/" + deployment + "/queues/duel/tickets/1")) {
      support.delete(elsewhere + path).refuses(404, "OBJECT_NOT_FOUND");
      stranger.delete(STAGE + path).refuses(404, "OBJECT_NOT_FOUND");
    }
    for (String path :
        List.of(
            "/clients/" + guest.client,
            "/runtimes/" + runtime,
            "/deployments/" + deployment + "/lobbies",
            "/deployments/" + deployment + "/matches",
            "/deployments/" + deployment + "/queues",
            "/deployments/" + deployment + "/queues/duel/tickets")) {
      support.get(elsewhere + path).refuses(404, "OBJECT_NOT_FOUND");
      stranger.get(STAGE + path).refuses(404, "OBJECT_NOT_FOUND");
    }
    assertThat(support.get(elsewhere + "/runtimes").is(200).values("id")).isEmpty();
    assertThat(support.get(elsewhere + "/clients").is(200).values("id")).isEmpty();
    guest.connector.close();
  }

  @Test
  void letsViewersLookAndNothingElse() {
    Administration viewer = Administration.stranger();
    Administration.support()
        .put(STAGE + "/permissions/" + viewer.userId(), null, "{\"rights\":[\"STAGE_VIEWER\"]}")
        .is(200);
    for (String path :
        List.of(
            "/clients/1",
            "/runtimes/1",
            "/deployments/" + deployment,
            "/deployments/" + deployment + "/lobbies/1",
            "/deployments/" + deployment + "/matches/1",
            "/deployments/" + deployment + "/queues/duel/tickets/1")) {
      viewer.delete(STAGE + path).refuses(403, "PERMISSION_NOT_FOUND");
    }
    viewer.get(STAGE + "/runtimes").is(200);
    viewer.get(STAGE + "/clients").is(200);
    viewer.get(here() + "/queues").is(200);
  }
}
