package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An API key that may only write is told what became of its writes, and reads nothing else. */
class KeyScopesIT {
  private static final String VERSION =
      """
      {"config":{"modes":[{"name":"m","min_players":1,"max_players":1,
        "groups":[{"name":"all","min_players":1,"max_players":1}]}]}}
      """;

  private static Calls support;

  @BeforeAll
  static void signIn() {
    Calls nobody = new Calls(TestPlatform.get().installation().url(), null);
    support = nobody.as(token(nobody, TestPlatform.get().secrets().get("support")));
  }

  private static String token(Calls nobody, String password) {
    Calls.Reply reply =
        nobody.post(
            "/api/v1/tokens", "{\"user\":\"support\",\"password\":\"%s\"}".formatted(password));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply.text("token");
  }

  private static Calls keyFor(String scope) {
    Calls.Reply key =
        support.post(
            "/api/v1/me/keys",
            "{\"name\":\"only-%s\",\"scopes\":[\"%s\"]}".formatted(scope, scope));
    assertThat(key.status()).as(key.toString()).isEqualTo(201);
    return support.as(token(support.as(null), key.text("secret")));
  }

  private static String made(Calls.Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply.text("id");
  }

  @Test
  void tellsTheOutcomeOfWrites() {
    Calls tenancy = keyFor("TENANCY");
    String tenant = "/api/v1/tenants/" + made(tenancy.post("/api/v1/tenants", "{}"));
    made(tenancy.put(tenant + "/aliases/write-only", ""));
    String project = tenant + "/projects/" + made(tenancy.post(tenant + "/projects", "{}"));
    made(tenancy.put(project + "/aliases/game", ""));
    String stage = project + "/stages/" + made(tenancy.post(project + "/stages", "{}"));
    made(tenancy.put(stage + "/aliases/beta", ""));
    assertThat(tenancy.get(tenant).status()).isEqualTo(403);
    Calls versions = keyFor("VERSIONS");
    String version = project + "/versions/" + made(versions.post(project + "/versions", VERSION));
    made(
        versions.post(
            version + "/images", "{\"qualifier\":\"UNIVERSAL\",\"image\":\"write-only/game:1\"}"));
    assertThat(versions.get(version).status()).isEqualTo(403);
    Calls deployments = keyFor("DEPLOYMENTS");
    made(
        deployments.post(
            stage + "/deployments",
            "{\"version_id\":\"%s\"}".formatted(version.replaceAll(".*/", ""))));
    assertThat(deployments.get(stage + "/deployments").status()).isEqualTo(403);
    assertThat(deployments.post("/api/v1/tenants", "{}").status()).isEqualTo(403);
  }
}
