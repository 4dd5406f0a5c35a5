package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tenants, projects, stages, their names and permissions over the administration API. */
class TenancyApiIT {
  private static Service service;
  private static String support;
  private static String developer;

  @BeforeAll
  static void signIn() {
    var platform = TestPlatform.get();
    service = TestPlatform.service();
    support = service.token("support", "support", platform.secrets().get("support"));
    developer = service.token("developer", "developer", TestPlatform.omgctl().developerPassword());
  }

  private static String unique(String prefix) {
    return prefix + UUID.randomUUID().toString().substring(0, 8);
  }

  private static Service.Answer tenant(String alias) {
    return service.send("POST", "/api/v1/tenants", "{\"alias\":\"%s\"}".formatted(alias), support);
  }

  private static void assertProblem(Service.Answer answer, int status, String qualifier) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.text("qualifier")).isEqualTo(qualifier);
    assertThat(answer.text("detail")).isNotBlank();
  }

  @Test
  void buildsATenantByNames() {
    String name = unique("acme-");
    Service.Answer made = tenant(name);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.body().path("aliases").get(0).asText()).isEqualTo(name);
    Service.Answer project =
        service.send(
            "POST",
            "/api/v1/tenants/" + name + "/projects",
            "{\"alias\":\"arena\",\"stage_alias\":\"live\"}",
            support);
    assertThat(project.status()).as(project.toString()).isEqualTo(201);
    Service.Answer stage =
        service.get("/api/v1/tenants/" + name + "/projects/arena/stages/live", support);
    assertThat(stage.text("id")).isEqualTo(project.text("stage_id"));
    assertThat(stage.text("state")).isEqualTo("ACTIVE");
  }

  @Test
  void givesNamesOnceAndFreesThem() {
    String name = unique("first-");
    String id = tenant(name).text("id");
    String second = unique("second-");
    String path = "/api/v1/tenants/" + id + "/aliases/";
    assertThat(service.send("PUT", path + second, "", support).status()).isEqualTo(201);
    assertThat(service.send("PUT", path + second, "", support).status()).isEqualTo(200);
    assertProblem(tenant(second), 400, "DB_CONSTRAINT_VIOLATED");
    assertProblem(service.send("PUT", path + "12345", "", support), 400, "WRONG_ARGUMENT");
    assertThat(service.send("DELETE", path + second, "", support).status()).isEqualTo(204);
    assertProblem(service.get("/api/v1/tenants/" + second, support), 404, "OBJECT_NOT_FOUND");
    assertProblem(service.send("DELETE", path + second, "", support), 404, "OBJECT_NOT_FOUND");
    assertThat(tenant(second).status()).isEqualTo(201);
  }

  @Test
  void listsInSlices() {
    String id = tenant(unique("slices-")).text("id");
    String path = "/api/v1/tenants/" + id + "/projects";
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(service.send("POST", path, "{}", support).text("id"));
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = service.get(path + "?limit=2&sort=created" + cursor, support).body();
      page.path("items").forEach(item -> listed.add(item.path("id").asText()));
      cursor = "&cursor=" + page.path("next").asText();
      pages++;
    } while (!cursor.equals("&cursor=null"));
    assertThat(pages).isEqualTo(3);
    assertThat(listed).isEqualTo(made);
    JsonNode newest = service.get(path + "?limit=1", support).body();
    assertThat(newest.path("items").get(0).path("id").asText()).isEqualTo(made.get(4));
    assertProblem(
        service.get(path + "?sort=created&cursor=" + newest.path("next").asText(), support),
        400,
        "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(service.get(path + "?limit=200", support).status()).isEqualTo(200);
    assertProblem(service.get(path + "?limit=201", support), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(service.get(path + "?limit=0", support), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(service.get(path + "?limt=1", support), 400, "VALIDATION_CONSTRAINT_VIOLATED");
  }

  @Test
  void listsTenantsOfAllShardsAndOnlyThoseADeveloperKnows() {
    String hidden = tenant(unique("hidden-")).text("id");
    assertThat(ids(service.get("/api/v1/tenants?limit=200", support))).contains(hidden);
    List<String> own = ids(service.get("/api/v1/tenants?limit=200", developer));
    assertThat(own).isNotEmpty().doesNotContain(hidden);
    assertThat(ids(service.get("/api/v1/tenants?alias=" + TestPlatform.TENANT, developer)))
        .hasSize(1);
  }

  private static List<String> ids(Service.Answer list) {
    List<String> ids = new ArrayList<>();
    list.body().path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  @Test
  void hidesForeignTenants() {
    String hidden = tenant(unique("foreign-")).text("id");
    String path = "/api/v1/tenants/" + hidden;
    assertProblem(service.get(path, developer), 404, "OBJECT_NOT_FOUND");
    assertProblem(service.get(path + "/projects", developer), 404, "OBJECT_NOT_FOUND");
    assertProblem(
        service.send("POST", path + "/projects", "{}", developer), 404, "OBJECT_NOT_FOUND");
    Service.Answer foreign = service.send("PUT", path + "/aliases/mine", "", developer);
    assertProblem(foreign, 404, "OBJECT_NOT_FOUND");
    Service.Answer absent = service.send("PUT", "/api/v1/tenants/nobody/aliases/a", "", developer);
    assertThat(foreign.text("detail")).isEqualTo(absent.text("detail"));
    assertProblem(
        service.send("PUT", "/api/v1/tenants/demo/aliases/mine", "", developer),
        403,
        "PERMISSION_NOT_FOUND");
    assertProblem(
        service.send("POST", "/api/v1/tenants", "{}", developer), 403, "PERMISSION_NOT_FOUND");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Service.Answer unknown = service.send("POST", "/api/v1/tenants", "{\"alais\":\"x\"}", support);
    assertProblem(unknown, 400, "WRONG_REQUEST");
    assertThat(unknown.text("detail")).contains("alais");
    assertThat(tenant("a".repeat(64).replaceFirst("a{8}", unique("").substring(0, 8))).status())
        .isEqualTo(201);
    assertProblem(tenant("a".repeat(65)), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(tenant(""), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(tenant("with blank"), 400, "WRONG_ARGUMENT");
  }

  @Test
  void setsExactRights() {
    String name = unique("rights-");
    tenant(name);
    service.send("POST", "/api/v1/tenants/" + name + "/projects", "{\"alias\":\"p\"}", support);
    String path = "/api/v1/tenants/" + name + "/permissions/developer";
    String both = "{\"rights\":[\"PROJECT_MANAGER\",\"TENANT_VIEWER\"]}";
    assertThat(service.send("PUT", path, both, support).status()).isEqualTo(200);
    assertThat(service.get("/api/v1/tenants/" + name, developer).status()).isEqualTo(200);
    String one = "{\"rights\":[\"PROJECT_MANAGER\"]}";
    assertThat(service.send("PUT", path, one, support).status()).isEqualTo(200);
    assertProblem(service.get("/api/v1/tenants/" + name, developer), 403, "PERMISSION_NOT_FOUND");
    assertProblem(
        service.send("PUT", path, "{\"rights\":[\"STAGE_VIEWER\"]}", support),
        400,
        "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(
        service.send("PUT", path, "{\"rights\":[\"NO_SUCH\"]}", support), 400, "WRONG_REQUEST");
    assertThat(
            service
                .get("/api/v1/tenants/" + name + "/permissions", support)
                .body()
                .path("items")
                .get(0)
                .path("rights")
                .size())
        .isEqualTo(1);
    assertThat(service.send("PUT", path, "{\"rights\":[]}", support).status()).isEqualTo(200);
    assertProblem(service.get("/api/v1/tenants/" + name, developer), 404, "OBJECT_NOT_FOUND");
  }

  @Test
  void doesARepeatedWriteOnce() {
    String key = UUID.randomUUID().toString();
    String body = "{\"alias\":\"%s\"}".formatted(unique("once-"));
    Service.Answer first = keyed(key, body);
    Service.Answer again = keyed(key, body);
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertProblem(keyed(key, "{}"), 409, "IDEMPOTENCY_VIOLATED");
    assertProblem(keyed("not a key", "{}"), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    String refused = UUID.randomUUID().toString();
    assertThat(keyed(refused, body).status()).isEqualTo(400);
    assertThat(keyed(refused, "{}").status()).isEqualTo(201);
  }

  private static Service.Answer keyed(String key, String body) {
    URI uri = service.url().resolve("/api/v1/tenants");
    return service.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + support)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
