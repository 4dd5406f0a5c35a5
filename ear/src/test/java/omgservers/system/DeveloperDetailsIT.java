package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol's calls that read, field by field. */
class DeveloperDetailsIT {
  private static Service service;
  private static String token;
  private static String version;
  private static String deployment;

  @BeforeAll
  static void deploy() {
    service = TestPlatform.service();
    token = Administration.developer().token();
    Omgctl.Result deployed = TestPlatform.omgctl().deployDuel("details");
    version = deployed.value("version_id");
    deployment = deployed.value("deployment_id");
  }

  private static JsonNode details(String operation, String body) {
    Service.Answer answer = service.developer(operation, body, token);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.body().path("details");
  }

  private static void assertFields(JsonNode object, String... names) {
    assertThat(object.fieldNames()).as(object.toString()).toIterable().contains(names);
  }

  @Test
  void showsATenantWithItsProjects() {
    JsonNode details = details("get-tenant-details", "{\"tenant\":\"demo\"}");
    assertFields(details.path("tenant"), "id", "created", "aliases");
    JsonNode alias = details.at("/tenant/aliases/0");
    assertFields(alias, "id", "created", "qualifier", "entity_id", "value");
    assertThat(alias.path("value").asText()).isEqualTo("demo");
    assertThat(alias.path("qualifier").asText()).isEqualTo("TENANT");
    assertThat(alias.path("entity_id")).isEqualTo(details.at("/tenant/id"));
    assertFields(
        details.at("/permissions/0"), "id", "tenant_id", "created", "user_id", "permission");
    JsonNode project = details.at("/projects/0");
    assertFields(project, "id", "tenant_id", "created", "aliases");
    assertThat(project.at("/aliases/0/value").asText()).isEqualTo("duel");
    assertThat(project.at("/aliases/0/qualifier").asText()).isEqualTo("PROJECT");
  }

  @Test
  void showsAProjectWithItsStagesAndVersions() {
    JsonNode details = details("get-project-details", "{\"tenant\":\"demo\",\"project\":\"duel\"}");
    assertThat(details.at("/project/aliases/0/value").asText()).isEqualTo("duel");
    assertFields(
        details.at("/permissions/0"),
        "id",
        "tenant_id",
        "project_id",
        "created",
        "user_id",
        "permission");
    assertThat(details.path("stages").findValuesAsText("value")).contains("default");
    assertFields(details.at("/stages/0"), "id", "tenant_id", "project_id", "created", "aliases");
    assertThat(details.path("versions").findValuesAsText("id")).startsWith(version);
    assertFields(details.at("/versions/0"), "id", "created", "project_id");
  }

  @Test
  void showsAStageWithTheIdsOfItsDeployments() {
    JsonNode details =
        details(
            "get-stage-details",
            "{\"tenant\":\"demo\",\"project\":\"duel\",\"stage\":\"default\"}");
    assertThat(details.at("/stage/aliases/0/qualifier").asText()).isEqualTo("STAGE");
    assertFields(
        details.at("/permissions/0"),
        "id",
        "tenant_id",
        "stage_id",
        "created",
        "user_id",
        "permission");
    assertThat(details.path("deployments").findValuesAsText("id")).startsWith(deployment);
    assertFields(
        details.at("/deployments/0"), "id", "tenant_id", "stage_id", "version_id", "created");
  }

  @Test
  void showsAVersionWithItsConfigurationAndImages() {
    JsonNode details =
        details(
            "get-version-details", "{\"tenant\":\"demo\",\"version_id\":%s}".formatted(version));
    assertThat(details.at("/version/id").asText()).isEqualTo(version);
    assertFields(details.path("version"), "tenant_id", "project_id", "created", "config");
    assertThat(details.at("/version/config/modes/0/name").asText()).isEqualTo("duel");
    JsonNode image = details.at("/images/0");
    assertFields(image, "id", "tenant_id", "version_id", "created", "qualifier", "image_id");
    assertThat(image.path("image_id").asText()).isEqualTo("demo/duel:details");
  }

  @Test
  void showsADeploymentWithItsLobbiesAndItsMatchmaker() {
    JsonNode details =
        Await.until(
            () ->
                details(
                    "get-deployment-details", "{\"deployment_id\":\"%s\"}".formatted(deployment)),
            seen -> !seen.path("lobby_resources").isEmpty());
    assertThat(details.at("/deployment/id").asText()).isEqualTo(deployment);
    assertThat(details.at("/deployment/version_id").asText()).isEqualTo(version);
    assertThat(details.at("/deployment/config/min_lobbies").asInt()).isEqualTo(1);
    assertFields(details.at("/lobby_resources/0"), "id", "created", "lobby_id");
    assertThat(details.path("matchmaker_resources")).hasSize(1);
    assertFields(details.at("/matchmaker_resources/0"), "id", "created", "matchmaker_id");
  }

  @Test
  void hidesFromStrangersAndRefusesThoseWithoutThePermission() {
    List<List<String>> calls =
        List.of(
            List.of("get-tenant-details", "{\"tenant\":\"demo\"}"),
            List.of("get-project-details", "{\"tenant\":\"demo\",\"project\":\"duel\"}"),
            List.of(
                "get-stage-details",
                "{\"tenant\":\"demo\",\"project\":\"duel\",\"stage\":\"default\"}"),
            List.of(
                "get-version-details",
                "{\"tenant\":\"demo\",\"version_id\":%s}".formatted(version)),
            List.of("get-deployment-details", "{\"deployment_id\":\"%s\"}".formatted(deployment)));
    Administration stranger = Administration.stranger();
    Administration guest = Administration.stranger();
    String otherStage =
        Administration.support().post("tenants/demo/projects/duel/stages", "{}").is(201).text("id");
    Administration.support()
        .put(
            "tenants/demo/projects/duel/stages/" + otherStage + "/permissions/" + guest.userId(),
            null,
            "{\"rights\":[\"STAGE_VIEWER\"]}")
        .is(200);
    for (List<String> call : calls) {
      Service.Answer hidden = service.developer(call.get(0), call.get(1), stranger.token());
      assertThat(hidden.status()).as(hidden.toString()).isEqualTo(404);
      Service.Answer refused = service.developer(call.get(0), call.get(1), guest.token());
      assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
      assertThat(refused.text("qualifier")).isEqualTo("PERMISSION_NOT_FOUND");
    }
  }

  @Test
  void namesTheFieldThatBreaksAConstraint() {
    String long65 = "x".repeat(65);
    refuses("get-tenant-details", "{\"tenant\":\"\"}", "tenant");
    refuses("get-tenant-details", "{\"tenant\":\"" + long65 + "\"}", "tenant");
    refuses("get-project-details", "{\"tenant\":\"demo\"}", "project");
    refuses(
        "get-stage-details",
        "{\"tenant\":\"demo\",\"project\":\"duel\",\"stage\":\"" + long65 + "\"}",
        "stage");
    refuses("get-version-details", "{\"tenant\":\"demo\"}", "version_id");
    refuses("get-deployment-details", "{}", "deployment_id");
    String long64 = "x".repeat(64);
    assertThat(
            service
                .developer("get-tenant-details", "{\"tenant\":\"" + long64 + "\"}", token)
                .status())
        .isEqualTo(404);
    assertThat(
            service
                .developer("get-deployment-details", "{\"deployment_id\":\"12\"}", token)
                .status())
        .isEqualTo(404);
    assertThat(
            service
                .developer("get-version-details", "{\"tenant\":\"demo\",\"version_id\":12}", token)
                .status())
        .isEqualTo(404);
  }

  private static void refuses(String operation, String body, String field) {
    Service.Answer answer = service.developer(operation, body, token);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo(field);
  }
}
