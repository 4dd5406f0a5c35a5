package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions, images and deployments through the administration API. */
class VersionsApiIT {
  private static final String CONFIG =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,
        "groups":[{"name":"a","min_players":1,"max_players":1},
                  {"name":"b","min_players":1,"max_players":1}]}],
       "user_data":{"big":9007199254740993}}
      """;

  private static Administration developer;
  private static Administration support;
  private static Administration stranger;
  private static String tenant;
  private static String project;
  private static String stage;
  private static String alias;

  @BeforeAll
  static void prepare() {
    developer = Administration.developer();
    support = Administration.support();
    stranger = Administration.stranger();
    alias = "things-" + UUID.randomUUID().toString().substring(0, 8);
    tenant = support.post("tenants", "{\"alias\":\"%s\"}".formatted(alias)).is(201).text("id");
    Administration.Reply made =
        support.post("tenants/" + tenant + "/projects", "{\"alias\":\"game\"}").is(201);
    project = "tenants/" + tenant + "/projects/" + made.text("id");
    stage = project + "/stages/" + made.text("stage_id");
  }

  private static String image(String tag) {
    return "{\"qualifier\":\"UNIVERSAL\",\"image\":\"%s/game:%s\"}".formatted(alias, tag);
  }

  private static String version() {
    return support
        .post(
            project + "/versions", "{\"config\":%s,\"images\":[%s]}".formatted(CONFIG, image("v1")))
        .is(201)
        .text("id");
  }

  private static Administration.Reply deploy(String version) {
    return support.post(stage + "/deployments", "{\"version_id\":\"%s\"}".formatted(version));
  }

  @Test
  void createsAVersionWithItsImagesAndShowsItAsItWasGiven() {
    Administration.Reply made =
        support
            .post(
                project + "/versions",
                "{\"config\":%s,\"images\":[%s]}".formatted(CONFIG, image("v7")))
            .is(201);
    assertThat(made.header("Location")).endsWith("/versions/" + made.text("id"));
    Administration.Reply read = support.get(project + "/versions/" + made.text("id")).is(200);
    assertThat(read.body()).isEqualTo(made.body());
    assertThat(read.body().at("/config/user_data/big").bigIntegerValue())
        .isEqualTo("9007199254740993");
    assertThat(read.body().at("/images/0/image").asText()).isEqualTo(alias + "/game:v7");
    assertThat(read.text("state")).isEqualTo("ACTIVE");
    assertThat(read.body().path("deployed_on")).isEmpty();
    Administration.Reply list = support.get(project + "/versions?limit=1").is(200);
    assertThat(list.values("id")).containsExactly(made.text("id"));
    assertThat(list.body().at("/items/0").has("config")).isFalse();
    assertThat(list.body().at("/items/0/images/0/qualifier").asText()).isEqualTo("UNIVERSAL");
  }

  @Test
  void listsVersionsInSlicesInEitherOrder() {
    List<String> made = List.of(version(), version(), version());
    Administration.Reply first = support.get(project + "/versions?limit=2").is(200);
    assertThat(first.values("id")).containsExactly(made.get(2), made.get(1));
    Administration.Reply second =
        support.get(project + "/versions?limit=2&cursor=" + first.text("next")).is(200);
    assertThat(second.values("id")).startsWith(made.get(0));
    Administration.Reply oldest = support.get(project + "/versions?sort=created").is(200);
    assertThat(oldest.values("id")).containsSubsequence(made);
    support
        .get(project + "/versions?sort=created&cursor=" + first.text("next"))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("cursor");
    support.assertBounded(project + "/versions");
    support
        .get(project + "/versions?state=GONE")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("state");
  }

  @Test
  void refusesVersionsThatAreNotOfTheContract() {
    String path = project + "/versions";
    support.post(path, "{}").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("config");
    support
        .post(path, "{\"config\":%s,\"colour\":1}".formatted(CONFIG))
        .refuses(400, "WRONG_REQUEST")
        .naming("colour");
    support
        .post(path, "{\"config\":{\"modes\":\"many\"}}")
        .refuses(400, "WRONG_REQUEST")
        .naming("modes");
    support
        .post(path, "{\"config\":%s,\"images\":[%s,%s]}".formatted(CONFIG, image("a"), image("b")))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("images[1].qualifier");
    support
        .post(
            path,
            "{\"config\":%s,\"images\":[{\"qualifier\":\"LOBBY\",\"image\":\"other/game:1\"}]}"
                .formatted(CONFIG))
        .refuses(403, "WRONG_IMAGE");
    String name = "x".repeat(64);
    support.post(path, "{\"config\":%s}".formatted(CONFIG.replace("duel", name))).is(201);
    support
        .post(path, "{\"config\":%s}".formatted(CONFIG.replace("duel", name + "x")))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("config.modes[0].name");
  }

  @Test
  void bindsOneImageOfEachTypeAndTakesItAwayWhileNothingRunsIt() {
    String path = project + "/versions/" + version();
    Administration.Reply lobby =
        support
            .post(
                path + "/images",
                "{\"qualifier\":\"LOBBY\",\"image\":\"%s/game:v1\"}".formatted(tenant))
            .is(201);
    assertThat(lobby.text("image")).isEqualTo(tenant + "/game:v1");
    assertThat(lobby.header("Location")).endsWith("/images/LOBBY");
    support.post(path + "/images", image("v2")).refuses(409, "DB_CONSTRAINT_VIOLATED");
    support
        .post(path + "/images", "{\"qualifier\":\"TANK\",\"image\":\"x\"}")
        .refuses(400, "WRONG_REQUEST");
    support.delete(path + "/images/LOBBY").is(204);
    support.delete(path + "/images/LOBBY").refuses(404, "OBJECT_NOT_FOUND");
    support.delete(path + "/images/TANK").refuses(404, "OBJECT_NOT_FOUND");
    assertThat(support.get(path).is(200).body().path("images")).hasSize(1);
  }

  @Test
  void keepsAVersionAsItIsWhileItIsDeployed() {
    String id = version();
    String path = project + "/versions/" + id;
    Administration.Reply deployment = deploy(id).is(201);
    String stageId = deployment.text("stage_id");
    assertThat(support.get(path).is(200).body().path("deployed_on").get(0).asText())
        .isEqualTo(stageId);
    assertThat(
            support.delete(path + "/images/UNIVERSAL").refuses(409, "WRONG_VERSION_STATE").body())
        .anyMatch(value -> value.asText().contains(stageId));
    support.delete(stage + "/deployments/" + deployment.text("id") + "?now=true").is(202);
    awaitState(deployment.text("id"), "CLOSED");
    support.delete(path + "/images/UNIVERSAL").is(204);
    deploy(id).refuses(409, "WRONG_VERSION_STATE");
  }

  private static void awaitState(String deployment, String state) {
    Await.until(
        () -> support.get(stage + "/deployments/" + deployment),
        reply -> reply.text("state").equals(state));
  }

  @Test
  void deploysAVersionAndDrainsTheOneBefore() {
    Administration.Reply first = deploy(version()).is(201);
    assertThat(first.header("Location")).endsWith("/deployments/" + first.text("id"));
    assertThat(first.text("state")).isEqualTo("ACTIVE");
    assertThat(first.body().at("/config/lobby/max_assignments").asInt()).isEqualTo(128);
    Administration.Reply second = deploy(version()).is(201);
    Administration.Reply drained = support.get(stage + "/deployments/" + first.text("id")).is(200);
    assertThat(drained.text("state")).isIn("DRAINING", "CLOSED");
    assertThat(drained.text("reason")).contains("newer deployment");
    assertThat(support.get(stage + "/deployments?state=ACTIVE").is(200).values("id"))
        .containsExactly(second.text("id"));
    awaitState(first.text("id"), "CLOSED");
    Administration.Reply over = support.get(stage + "/deployments/" + first.text("id")).is(200);
    assertThat(over.text("closed_at")).isNotBlank();
    assertThat(over.body().path("lobbies").asInt()).isZero();
    support.assertBounded(stage + "/deployments");
  }

  @Test
  void endsADeploymentOnceAndSaysWhoDid() {
    String id = deploy(version()).is(201).text("id");
    String path = stage + "/deployments/" + id;
    Administration.Reply ended = support.delete(path).is(202);
    assertThat(ended.text("reason")).startsWith("Deleted by support ");
    assertThat(ended.text("state")).isIn("DRAINING", "CLOSED");
    support.delete(path).is(202);
    support.delete(path + "?now=true").is(202);
    support
        .delete(path + "?now=perhaps")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("now");
    awaitState(id, "CLOSED");
  }

  @Test
  void refusesDeploymentsThatAreNotOfTheContract() {
    String path = stage + "/deployments";
    support.post(path, "{}").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("version_id");
    support.post(path, "{\"version_id\":[]}").refuses(400, "WRONG_REQUEST").naming("version_id");
    support.post(path, "{\"version_id\":\"5\"}").refuses(404, "OBJECT_NOT_FOUND");
    String id = version();
    support
        .post(path, "{\"version_id\":\"%s\",\"config\":{\"max_lobbies\":0}}".formatted(id))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("config.max_lobbies");
    support
        .post(
            path,
            "{\"version_id\":\"%s\",\"config\":{\"matchmaker\":{\"modes\":{\"nope\":{}}}}}"
                .formatted(id))
        .refuses(400, "WRONG_CONFIGURATION");
    support
        .post(path, "{\"version_id\":\"%s\",\"speed\":1}".formatted(id))
        .refuses(400, "WRONG_REQUEST")
        .naming("speed");
    String other =
        developer
            .get("tenants/demo/projects/duel/versions?limit=1")
            .is(200)
            .body()
            .at("/items/0/id")
            .asText("7");
    support.post(path, "{\"version_id\":\"%s\"}".formatted(other)).refuses(404, "OBJECT_NOT_FOUND");
  }

  @Test
  void findsNothingWhereNothingLies() {
    String elsewhere = "tenants/demo/projects/duel";
    String id = version();
    support.get(elsewhere + "/versions/" + id).refuses(404, "OBJECT_NOT_FOUND");
    support.get(project + "/versions/12").refuses(404, "OBJECT_NOT_FOUND");
    support.get(project + "/versions/first").refuses(404, "OBJECT_NOT_FOUND");
    String deployment = deploy(id).is(201).text("id");
    support
        .get(elsewhere + "/stages/default/deployments/" + deployment)
        .refuses(404, "OBJECT_NOT_FOUND");
    support
        .delete(elsewhere + "/stages/default/deployments/" + deployment)
        .refuses(404, "OBJECT_NOT_FOUND");
    support.get("tenants/" + tenant + "/projects/1/versions").refuses(404, "OBJECT_NOT_FOUND");
    support.get(project + "/stages/1/deployments").refuses(404, "OBJECT_NOT_FOUND");
  }

  @Test
  void hidesTenantsFromStrangersAndNamesMissingPermissions() {
    stranger.get(project + "/versions").refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(stage + "/deployments").refuses(404, "OBJECT_NOT_FOUND");
    stranger
        .post(project + "/versions", "{\"config\":%s}".formatted(CONFIG))
        .refuses(404, "OBJECT_NOT_FOUND");
    stranger
        .post(stage + "/deployments", "{\"version_id\":\"1\"}")
        .refuses(404, "OBJECT_NOT_FOUND");
    Administration guest = Administration.stranger();
    String account = guest.userId();
    support
        .put(
            "tenants/" + tenant + "/permissions/" + account,
            null,
            "{\"rights\":[\"TENANT_VIEWER\"]}")
        .is(200);
    guest.get(project + "/versions").refuses(403, "PERMISSION_NOT_FOUND");
    guest
        .post(project + "/versions", "{\"config\":%s}".formatted(CONFIG))
        .refuses(403, "PERMISSION_NOT_FOUND");
    guest.get(stage + "/deployments").refuses(403, "PERMISSION_NOT_FOUND");
    guest
        .post(stage + "/deployments", "{\"version_id\":\"1\"}")
        .refuses(403, "PERMISSION_NOT_FOUND");
    new Administration(support.url(), TestPlatform.service().signUp().token())
        .get(project + "/versions")
        .refuses(403, "PERMISSION_NOT_FOUND");
  }
}
