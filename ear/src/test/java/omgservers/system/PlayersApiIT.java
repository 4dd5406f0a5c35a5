package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The players of a stage through the administration API. */
class PlayersApiIT {
  private static final String PROJECT = "tenants/demo/projects/duel";
  private static final String STAGE = PROJECT + "/stages/default";
  private static final int PROFILE_MAX = 262_144;

  private static Service service;
  private static Administration developer;
  private static Administration support;

  @BeforeAll
  static void deploy() {
    service = TestPlatform.service();
    developer = Administration.developer();
    support = Administration.support();
    TestPlatform.omgctl().deployDuel("players");
  }

  private static Service.User enter() {
    Service.User user = service.signUp();
    assertThat(service.enter(user).status()).isEqualTo(200);
    return user;
  }

  private static String path(Service.User user) {
    return STAGE + "/players/" + user.id();
  }

  @Test
  void findsAPlayerByTheUser() {
    Service.User user = enter();
    Administration.Reply found = developer.get(STAGE + "/players?user=" + user.id()).is(200);
    assertThat(found.values("user_id")).containsExactly(user.id());
    assertThat(found.body().at("/items/0").has("profile")).isFalse();
    Administration.Reply player = developer.get(path(user)).is(200);
    assertThat(player.body().path("profile")).isEmpty();
    assertThat(player.text("state")).isEqualTo("ACTIVE");
    assertThat(player.header("ETag")).isEqualTo("\"" + player.text("version") + "\"");
    assertThat(developer.get(STAGE + "/players?user=5").is(200).values("id")).isEmpty();
    assertThat(developer.get(STAGE + "/players?limit=200").is(200).values("user_id"))
        .contains(user.id());
    developer.assertBounded(STAGE + "/players");
    developer
        .get(STAGE + "/players?user=ann")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("user");
  }

  @Test
  void replacesAProfileThatNobodyChangedMeanwhile() {
    Service.User user = enter();
    String path = path(user) + "/profile";
    String first = developer.get(path(user)).is(200).header("ETag");
    developer.put(path, null, "{}").refuses(428, "WRONG_PRECONDITION");
    Administration.Reply changed =
        developer.put(path, first, "{\"level\":9007199254740993,\"gold\":1.50}").is(200);
    assertThat(changed.header("ETag")).isNotEqualTo(first);
    assertThat(changed.body().at("/profile/level").bigIntegerValue()).isEqualTo("9007199254740993");
    developer.put(path, first, "{\"level\":1}").refuses(412, "WRONG_PRECONDITION");
    developer.put(path, "\"other\"", "{\"level\":1}").refuses(412, "WRONG_PRECONDITION");
    Administration.Reply read = developer.get(path(user)).is(200);
    assertThat(read.body()).isEqualTo(changed.body());
    assertThat(read.header("ETag")).isEqualTo(changed.header("ETag"));
    developer.put(path, changed.header("ETag"), "[1,null,\"x\"]").is(200);
    assertThat(developer.put(path, "*", "\"text\"").is(200).text("profile")).isEqualTo("text");
    Administration.Reply records = developer.get("tenants/demo/audit?entity=" + user.id()).is(200);
    assertThat(records.values("operation"))
        .containsExactly("player.profile", "player.profile", "player.profile");
    assertThat(records.body().toString()).contains("version").doesNotContain("level");
  }

  @Test
  void boundsAProfileAndRefusesWhatIsNoJson() {
    Service.User user = enter();
    String path = path(user) + "/profile";
    String longest = "\"" + "x".repeat(PROFILE_MAX - 2) + "\"";
    developer.put(path, "*", longest).is(200);
    developer
        .put(path, "*", longest.replaceFirst("x", "xx"))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("profile");
    developer.put(path, "*", "{\"level\":").refuses(400, "WRONG_REQUEST");
    developer.put(path, "*", "").refuses(400, "WRONG_REQUEST");
    assertThat(developer.get(path(user)).is(200).text("profile")).hasSize(PROFILE_MAX - 2);
  }

  @Test
  void exportsEverythingThatIsKept() throws InterruptedException {
    Service.User user = service.signUp();
    Service.Answer entered = service.enter(user);
    Connector connector = new Connector(entered.body().path("connector_config"));
    connector.next("\"LOBBY\"");
    developer.put(path(user) + "/profile", "*", "{\"level\":3}").is(200);
    connector.send(
        "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}");
    JsonNode document =
        Await.until(
                () -> developer.get(path(user) + "/export").is(200),
                export -> !export.body().path("tickets").isEmpty())
            .body();
    assertThat(document.at("/account/id").asText()).isEqualTo(user.id());
    assertThat(document.at("/account/created").asText()).isNotBlank();
    assertThat(document.at("/player/user_id").asText()).isEqualTo(user.id());
    assertThat(document.at("/profile/level").asInt()).isEqualTo(3);
    String client = entered.text("client_id");
    assertThat(document.at("/clients/0/id").asText()).isEqualTo(client);
    assertThat(document.at("/tickets/0/client_id").asText()).isEqualTo(client);
    assertThat(document.at("/tickets/0/mode").asText()).isEqualTo("duel");
    assertThat(document.at("/assignments/0/client_id").asText()).isEqualTo(client);
    assertThat(document.path("seats")).isEmpty();
    developer.delete(STAGE + "/clients/" + client).is(202);
    connector.close();
  }

  @Test
  void erasesAPlayerWhoPlaysAndTheAccountWithIt() throws InterruptedException {
    Service.User user = service.signUp();
    Connector connector = new Connector(service.enter(user).body().path("connector_config"));
    connector.next("\"LOBBY\"");
    developer.put(path(user) + "/profile", "*", "{\"level\":3}").is(200);
    assertThat(developer.delete(path(user)).is(202).text("state")).isEqualTo("DELETING");
    connector.next("CLIENT_DELETED");
    assertThat(developer.get(path(user)).body().at("/profile/level").isMissingNode()).isTrue();
    developer.delete(path(user)).is(202);
    Await.until(() -> developer.get(path(user)), gone -> gone.status() == 404);
    developer.delete(path(user)).refuses(404, "OBJECT_NOT_FOUND");
    assertThat(developer.get(STAGE + "/clients?user=" + user.id()).is(200).values("id")).isEmpty();
    assertThat(service.enter(user).status()).isEqualTo(401);
    assertThat(
            service
                .player(
                    "create-token",
                    "{\"user_id\":\"%s\",\"password\":\"%s\"}"
                        .formatted(user.id(), user.password()),
                    null)
                .status())
        .isIn(401, 404);
  }

  @Test
  void signsAPlayerOutEverywhere() throws InterruptedException {
    Service.User user = service.signUp();
    Connector connector = new Connector(service.enter(user).body().path("connector_config"));
    connector.next("\"LOBBY\"");
    developer.delete(path(user) + "/tokens").is(204);
    connector.next("CLOSED");
    assertThat(service.enter(user).status()).isEqualTo(401);
    String fresh = service.signIn(user.id(), user.password());
    assertThat(service.enter(new Service.User(user.id(), user.password(), fresh)).status())
        .isEqualTo(200);
    developer.delete(STAGE + "/players/1/tokens").refuses(404, "OBJECT_NOT_FOUND");
  }

  @Test
  void erasesAPlayerWithoutClientsAtOnceAndKeepsAnAccountThatPlaysElsewhere() {
    Service.User user = service.signUp();
    String client = service.enter(user).text("client_id");
    String other = otherStage();
    Service.Answer elsewhere =
        service.player(
            "create-client",
            "{\"tenant\":\"demo\",\"project\":\"duel\",\"stage\":\"%s\"}".formatted(other),
            user.token());
    assertThat(elsewhere.status()).as(elsewhere.toString()).isEqualTo(200);
    developer.delete(STAGE + "/clients/" + client).is(202);
    developer.delete(path(user)).is(202);
    developer.get(path(user)).refuses(404, "OBJECT_NOT_FOUND");
    support.get(PROJECT + "/stages/" + other + "/players/" + user.id()).is(200);
    assertThat(service.enter(user).status()).isEqualTo(200);
    assertThat(developer.get(path(user)).is(200).text("state")).isEqualTo("ACTIVE");
  }

  /** A second stage on which the version of the first runs. */
  private static String otherStage() {
    String version =
        developer
            .get(STAGE + "/deployments?state=ACTIVE")
            .is(200)
            .body()
            .at("/items/0/version_id")
            .asText();
    String stage = support.post(PROJECT + "/stages", "{}").is(201).text("id");
    support
        .post(
            PROJECT + "/stages/" + stage + "/deployments",
            "{\"version_id\":\"%s\"}".formatted(version))
        .is(201);
    return stage;
  }

  @Test
  void findsNothingOfOtherStagesAndHidesTenantsFromStrangers() {
    Service.User user = enter();
    String elsewhere = support.post(PROJECT + "/stages", "{}").is(201).text("id");
    String there = PROJECT + "/stages/" + elsewhere + "/players/" + user.id();
    Administration stranger = Administration.stranger();
    for (String path : List.of(there, STAGE + "/players/1", STAGE + "/players/ann")) {
      support.get(path).refuses(404, "OBJECT_NOT_FOUND");
      support.get(path + "/export").refuses(404, "OBJECT_NOT_FOUND");
      support.put(path + "/profile", "*", "{}").refuses(404, "OBJECT_NOT_FOUND");
      support.delete(path).refuses(404, "OBJECT_NOT_FOUND");
    }
    stranger.get(STAGE + "/players").refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(path(user)).refuses(404, "OBJECT_NOT_FOUND");
    stranger.delete(path(user)).refuses(404, "OBJECT_NOT_FOUND");
  }

  @Test
  void letsViewersLookAndNothingElse() {
    Service.User user = enter();
    Administration viewer = Administration.stranger();
    support
        .put(STAGE + "/permissions/" + viewer.userId(), null, "{\"rights\":[\"STAGE_VIEWER\"]}")
        .is(200);
    viewer.get(path(user)).is(200);
    viewer.get(path(user) + "/export").refuses(403, "PERMISSION_NOT_FOUND");
    viewer.put(path(user) + "/profile", "*", "{}").refuses(403, "PERMISSION_NOT_FOUND");
    viewer.delete(path(user)).refuses(403, "PERMISSION_NOT_FOUND");
    viewer.delete(path(user) + "/tokens").refuses(403, "PERMISSION_NOT_FOUND");
  }
}
