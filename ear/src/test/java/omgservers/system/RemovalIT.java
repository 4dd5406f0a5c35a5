package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A studio is built, plays, and is deleted piece by piece, on an installation of its own: at the
 * end every table of every database has as many rows as before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemovalIT {
  private static final String QUIET = Studio.PROJECT + "stages/quiet";
  private static final String CRASHED = Studio.PROJECT + "stages/crashed";

  private static Platform platform;
  private static Map<String, Long> before;
  private static Studio studio;
  private static String version;
  private static Service.User late;
  private static String quiet;
  private static String deployment;

  @BeforeAll
  static void build() {
    Installation installation =
        new Installation(
            TestPlatform.ROOT,
            TestPlatform.fresh("removal"),
            TestPlatform.freePort(),
            Map.of(
                "omgservers.player.client-silence",
                "PT20S",
                Installation.JAVA_OPTIONS,
                TestPlatform.BRIEF_SERVER));
    platform = Platform.start(installation, new Screen(System.out));
    late = new Service(installation.url()).signUp();
    before = Rows.count(platform);
    studio = Studio.open(platform);
    version = studio.version("one");
    studio.stage("quiet");
    studio.stage("crashed");
    studio.deploy(version, "quiet");
    studio.deploy(version, "crashed");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static void awaitGone(String path) {
    Await.until(() -> studio.support().get(path), reply -> reply.status() == 404);
  }

  @Test
  @Order(1)
  void keepsAVersionThatIsDeployed() {
    Administration.Reply reply = studio.developer().delete(Studio.PROJECT + "versions/" + version);
    reply.refuses(409, "WRONG_VERSION_STATE");
    String stage = studio.developer().get(QUIET).is(200).text("id");
    assertThat(reply.text("detail")).contains(stage);
    Service.Answer compatible =
        studio
            .service()
            .developer(
                "delete-version",
                "{\"tenant\":\"studio\",\"id\":\"%s\"}".formatted(version),
                studio.developer().token());
    assertThat(compatible.status()).isEqualTo(409);
  }

  @Test
  @Order(2)
  void endsWhatIsPlayedOnAStageAndTellsThePlayers() throws InterruptedException {
    List<Connector> players = studio.play("quiet");
    quiet = studio.developer().get(QUIET).is(200).text("id");
    deployment = studio.developer().get(QUIET + "/deployments").is(200).values("id").get(0);
    Administration.Reply begun = studio.developer().delete(QUIET).is(202);
    assertThat(begun.text("state")).isEqualTo("DELETING");
    JsonNode left = begun.body().path("removal").path("left");
    assertThat(left.path("players").isInt()).isTrue();
    assertThat(left.path("deployments").asInt()).isPositive();
    refusesWhatIsNewOn("quiet");
    String since = begun.body().path("removal").path("since").asText();
    Administration.Reply again = studio.developer().delete(QUIET);
    assertThat(again.status() == 404 || since(again).equals(since)).as(again.toString()).isTrue();
    for (Connector player : players) {
      player.next("CLIENT_DELETED");
      player.next("CLOSED 1000");
    }
    awaitGone(QUIET);
  }

  private static String since(Administration.Reply reply) {
    return reply.body().path("removal").path("since").asText();
  }

  private void refusesWhatIsNewOn(String stage) {
    Service.Answer entered = studio.enter(late, stage);
    assertThat(entered.status()).isEqualTo(409);
    assertThat(entered.text("qualifier")).isEqualTo("DEPLOYMENT_NOT_FOUND");
    studio.deploying(version, stage).refuses(409, "PARENT_NOT_FOUND");
    String path = Studio.PROJECT + "stages/" + stage;
    studio.developer().put(path + "/aliases/other", null, "").refuses(409, "PARENT_NOT_FOUND");
    studio
        .support()
        .put(
            path + "/permissions/" + studio.developerId(),
            null,
            "{\"rights\":[\"DEPLOYMENT_MANAGER\"]}")
        .refuses(409, "PARENT_NOT_FOUND");
  }

  @Test
  @Order(3)
  void goesOnAfterACrashInTheMiddle() throws InterruptedException {
    studio.play("crashed");
    String stage = studio.developer().get(CRASHED).is(200).text("id");
    String tenant = studio.developer().get(CRASHED).is(200).text("tenant_id");
    String body = "{\"tenant\":\"studio\",\"project\":\"duel\",\"stage\":\"crashed\"}";
    String token = studio.developer().token();
    assertThat(deleted(studio.service().developer("delete-stage", body, token))).isTrue();
    Service.User racer = studio.service().signUp();
    Rows.joinLate(platform, racer.id(), quiet, deployment);
    platform.crash();
    awaitGone(CRASHED);
    assertThat(studio.developer().get(Studio.PROJECT + "stages").is(200).values("id"))
        .doesNotContain(stage);
    assertThat(Rows.audit(platform, tenant))
        .containsOnlyOnce("stage.delete " + stage + " " + studio.developerId())
        .containsOnlyOnce("stage.deleted " + stage + " " + studio.developerId());
    erasesWhoJoinedAfterTheStageWasGone(racer);
  }

  private static void erasesWhoJoinedAfterTheStageWasGone(Service.User racer) {
    Service.Answer gone =
        Await.until(
            () ->
                studio
                    .service()
                    .player(
                        "create-token",
                        "{\"user_id\":\"%s\",\"password\":\"%s\"}"
                            .formatted(racer.id(), racer.password()),
                        null),
            answer -> answer.status() == 404);
    assertThat(gone.text("qualifier")).isEqualTo("OBJECT_NOT_FOUND");
  }

  private static boolean deleted(Service.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path("deleted").asBoolean();
  }

  @Test
  @Order(4)
  void freesTheNameOfWhatIsGone() {
    String fresh = studio.stage("quiet");
    assertThat(studio.support().get(QUIET).is(200).text("id")).isEqualTo(fresh);
  }

  @Test
  @Order(5)
  void takesRightsThatWereGiven() {
    String tenant = "{\"tenant\":\"studio\"";
    assertThat(taken("tenant", tenant, "TENANT_VIEWER")).containsExactly("TENANT_VIEWER");
    assertThat(taken("tenant", tenant, "TENANT_VIEWER")).isEmpty();
    String project = tenant + ",\"project\":\"duel\"";
    assertThat(taken("project", project, "PROJECT_VIEWER")).containsExactly("PROJECT_VIEWER");
    String stage = project + ",\"stage\":\"quiet\"";
    assertThat(taken("stage", stage, "STAGE_VIEWER")).containsExactly("STAGE_VIEWER");
    studio.developer().get("tenants/studio").refuses(403, "PERMISSION_NOT_FOUND");
  }

  private static List<String> taken(String kind, String body, String right) {
    String rest =
        ",\"user\":\"%s\",\"permissions_to_delete\":[\"%s\"]}"
            .formatted(studio.developerId(), right);
    Service.Answer answer =
        studio
            .service()
            .support("delete-" + kind + "-permissions", body + rest, studio.support().token());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    answer.body().path("deleted_permissions").forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  @Order(6)
  void deletesForDevelopersAndForTheSupport() {
    String names = "{\"alias\":\"spare\",\"stage_alias\":\"one\"}";
    studio.developer().post("tenants/studio/projects", names).is(201);
    String project = "{\"tenant\":\"studio\",\"project\":\"spare\"}";
    String stage = "{\"tenant\":\"studio\",\"project\":\"spare\",\"stage\":\"one\"}";
    Service service = studio.service();
    String support = studio.support().token();
    assertThat(deleted(service.support("delete-stage", stage, support))).isTrue();
    awaitGone("tenants/studio/projects/spare/stages/one");
    String developer = studio.developer().token();
    assertThat(deleted(service.developer("delete-project", project, developer))).isTrue();
    awaitGone("tenants/studio/projects/spare");
    Service.Answer again = service.support("delete-project", project, support);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.text("qualifier")).isEqualTo("OBJECT_NOT_FOUND");
  }

  @Test
  @Order(7)
  void letsAVersionGoThatNothingRuns() {
    String body = "{\"tenant\":\"studio\",\"id\":\"%s\"}".formatted(version);
    String token = studio.developer().token();
    assertThat(deleted(studio.service().developer("delete-version", body, token))).isTrue();
    awaitGone(Studio.PROJECT + "versions/" + version);
  }

  @Test
  @Order(8)
  void leavesNothingOfATenantWithAllThatItHas() throws InterruptedException {
    String other = studio.version("two");
    studio.deploy(other, "quiet");
    studio.play("quiet");
    Service service = studio.service();
    String support = studio.support().token();
    String tenant = "{\"tenant\":\"studio\"}";
    assertThat(deleted(service.support("delete-tenant", tenant, support))).isTrue();
    Administration.Reply going = studio.support().get("tenants/studio").is(200);
    assertThat(going.text("state")).isEqualTo("DELETING");
    assertThat(going.body().path("removal").path("left").path("projects").asInt()).isOne();
    studio.support().post("tenants/studio/projects", "{}").refuses(409, "PARENT_NOT_FOUND");
    assertThat(deleted(service.support("delete-tenant", tenant, support))).isFalse();
    awaitGone("tenants/studio");
    String developer = "{\"user\":\"%s\"}".formatted(studio.developerId());
    assertThat(deleted(service.support("delete-developer", developer, support))).isTrue();
    Map<String, Long> after = Await.until(() -> Rows.count(platform), before::equals);
    assertThat(after).isEqualTo(before);
  }
}
