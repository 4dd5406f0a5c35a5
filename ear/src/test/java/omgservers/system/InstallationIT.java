package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import omgservers.system.Calls.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators see and change of the installation itself. */
class InstallationIT {
  private static final int SLOTS = 1_024;

  private static Calls admin;
  private static Calls support;
  private static Calls developer;

  @BeforeAll
  static void signIn() {
    var platform = TestPlatform.get();
    Service service = TestPlatform.service();
    Calls calls = new Calls(platform.installation().url(), null);
    admin = calls.as(service.token("admin", "admin", platform.secrets().get("admin")));
    support = calls.as(service.token("support", "support", platform.secrets().get("support")));
    developer =
        calls.as(
            service.token("developer", "developer", TestPlatform.omgctl().developerPassword()));
  }

  private static List<JsonNode> items(Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return StreamSupport.stream(reply.json().path("items").spliterator(), false).toList();
  }

  private static List<JsonNode> all(Calls calls, String path) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      Reply page = calls.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      all.addAll(items(page));
      cursor = page.json().path("next").isNull() ? "" : page.text("next");
    } while (!cursor.isEmpty());
    return all;
  }

  private static void assertRefused(Reply reply, int status, String qualifier, String saying) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.text("qualifier")).isEqualTo(qualifier);
    assertThat(reply.text("detail")).contains(saying);
  }

  private static Reply server(String name, String driver, int slots) {
    return admin.post(
        "/api/v1/pool/servers",
        "{\"name\":\"%s\",\"driver\":\"%s\",\"slots\":%d}".formatted(name, driver, slots));
  }

  @Test
  void createsChangesAndDeletesAPoolServer() {
    Reply made = server("rack-1", "process", 2);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.header("Location")).endsWith("/api/v1/pool/servers/rack-1");
    String path = "/api/v1/pool/servers/rack-1";
    String tag = support.get(path).header("ETag");
    assertThat(tag).isEqualTo(made.header("ETag")).matches("\"\\d+\"");
    assertRefused(admin.patch(path, "{\"slots\":3}"), 428, "WRONG_PRECONDITION", "If-Match");
    Reply changed = admin.patch(path, "{\"slots\":3,\"draining\":true}", "If-Match", tag);
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.json().path("slots").asInt()).isEqualTo(3);
    assertThat(changed.json().path("draining").asBoolean()).isTrue();
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    assertRefused(
        admin.patch(path, "{\"slots\":4}", "If-Match", tag), 412, "WRONG_PRECONDITION", "rack-1");
    assertThat(admin.get(path).json()).isEqualTo(changed.json());
    assertThat(admin.patch(path, "{\"draining\":false}", "If-Match", "*").status()).isEqualTo(200);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertRefused(admin.get(path), 404, "OBJECT_NOT_FOUND", "rack-1");
  }

  @Test
  void refusesPoolServersThatCannotWork() {
    assertRefused(
        server("rack-2", "zeppelin", 2),
        400,
        "VALIDATION_CONSTRAINT_VIOLATED",
        "[docker, process]");
    assertRefused(server("rack-2", "process", 0), 400, "VALIDATION_CONSTRAINT_VIOLATED", "slots");
    assertRefused(
        server("rack-2", "process", 10_001), 400, "VALIDATION_CONSTRAINT_VIOLATED", "slots");
    assertRefused(server("rack-2", "docker", 2), 400, "VALIDATION_CONSTRAINT_VIOLATED", "address");
    for (String address : List.of("http://x:1", "tcp://x", "unix://", "tcp://x:1/path", "x")) {
      assertRefused(
          admin.post(
              "/api/v1/pool/servers",
              "{\"name\":\"x\",\"driver\":\"docker\",\"slots\":1,\"address\":\"" + address + "\"}"),
          400,
          "VALIDATION_CONSTRAINT_VIOLATED",
          "address");
    }
    assertRefused(server("a rack", "process", 1), 400, "VALIDATION_CONSTRAINT_VIOLATED", "name");
    assertRefused(server("local", "process", 1), 400, "DB_CONSTRAINT_VIOLATED", "local");
    assertRefused(
        support.post("/api/v1/pool/servers", "{\"name\":\"x\",\"driver\":\"process\",\"slots\":1}"),
        403,
        "PERMISSION_NOT_FOUND",
        "admin");
    assertThat(developer.get("/api/v1/pool/servers").status()).isEqualTo(403);
  }

  @Test
  void keepsAServerAsLongAsContainersAreOnIt() throws InterruptedException {
    TestPlatform.omgctl().deployDuel("pool");
    Instant end = Instant.now().plusSeconds(60);
    while (items(support.get("/api/v1/pool/containers?server=local")).isEmpty()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(200);
    }
    JsonNode held = items(support.get("/api/v1/pool/containers")).get(0);
    assertThat(held.path("server").asText()).isEqualTo("local");
    assertThat(held.path("runtime_id").isTextual()).isTrue();
    Reply local = support.get("/api/v1/pool/servers/local");
    assertThat(local.json().path("used").asInt()).isPositive();
    assertRefused(
        admin.delete("/api/v1/pool/servers/local"), 409, "DB_CONSTRAINT_VIOLATED", "containers");
    assertThat(items(support.get("/api/v1/pool/servers")))
        .extracting(server -> server.path("name").asText())
        .contains("local");
  }

  @Test
  void tellsHowItIsWithEachShard() {
    List<JsonNode> shards = items(support.get("/api/v1/shards"));
    assertThat(shards).hasSize(2);
    assertThat(shards).allMatch(shard -> shard.path("reachable").asBoolean());
    assertThat(shards.stream().mapToInt(shard -> shard.path("slots").asInt()).sum())
        .isEqualTo(SLOTS);
    assertThat(shards.stream().mapToInt(shard -> shard.path("rows").path("tenants").asInt()).sum())
        .isPositive();
    assertThat(shards.get(0).path("outbox").isInt()).isTrue();
    assertThat(shards.get(0).has("oldest_letter")).isTrue();
  }

  @Test
  void tellsWhereEachSlotLies() {
    List<JsonNode> slots = all(support, "/api/v1/slots?limit=200&sort=created");
    assertThat(slots).hasSize(SLOTS);
    assertThat(slots.get(0).path("slot").asInt()).isZero();
    List<JsonNode> second = all(support, "/api/v1/slots?limit=200&shard=1");
    assertThat(second).isNotEmpty().allMatch(slot -> slot.path("shard").asInt() == 1);
    JsonNode shard = items(support.get("/api/v1/shards")).get(1);
    assertThat(second).hasSize(shard.path("slots").asInt());
  }

  @Test
  void marksTheInstanceThatAnswers() {
    assertThat(items(support.get("/api/v1/instances")))
        .filteredOn(instance -> instance.path("own").asBoolean())
        .hasSize(1);
  }

  @Test
  void keepsWhoChangedWhatOnAllDatabases() {
    Reply tenant = support.post("/api/v1/tenants", "{\"alias\":\"audited\"}");
    String id = tenant.text("id");
    support.post("/api/v1/tenants/audited/projects", "{\"alias\":\"game\"}");
    List<JsonNode> records = items(support.get("/api/v1/audit?tenant=audited&sort=created"));
    assertThat(records)
        .extracting(each -> each.path("operation").asText())
        .contains("tenant.create", "tenant.name", "project.create");
    JsonNode first = records.get(0);
    assertThat(first.path("actor_role").asText()).isEqualTo("SUPPORT");
    assertThat(first.path("address").asText()).isNotBlank();
    assertThat(first.path("tenant_id").asText()).isEqualTo(id);
    assertThat(items(support.get("/api/v1/audit?tenant=audited&operation=project.create")))
        .hasSize(1);
    assertThat(items(support.get("/api/v1/audit?tenant=audited&to=2020-01-01T00:00:00Z")))
        .isEmpty();
    assertThat(all(support, "/api/v1/audit?tenant=audited&limit=1")).hasSameSizeAs(records);
    assertThat(items(support.get("/api/v1/tenants/audited/audit"))).hasSameSizeAs(records);
  }

  @Test
  void showsDevelopersTheAuditOfTheirTenantsOnly() {
    assertThat(items(developer.get("/api/v1/tenants/demo/audit")))
        .isNotEmpty()
        .allMatch(each -> !each.path("tenant_id").isNull());
    assertThat(developer.get("/api/v1/audit").status()).isEqualTo(403);
    support.post("/api/v1/tenants", "{\"alias\":\"not-theirs\"}");
    assertRefused(
        developer.get("/api/v1/tenants/not-theirs/audit"), 404, "OBJECT_NOT_FOUND", "tenant");
  }
}
