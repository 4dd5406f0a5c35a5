package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of bad input has its status, its qualifier, and a text that says what is wrong. */
class BadInputIT {
  private static Service service;
  private static Service.User player;
  private static String support;
  private static String developer;

  @BeforeAll
  static void signIn() {
    var platform = TestPlatform.get();
    service = TestPlatform.service();
    player = service.signUp();
    support = service.token("support", "support", platform.secrets().get("support"));
    developer = service.token("developer", "developer", TestPlatform.omgctl().developerPassword());
  }

  private static void assertProblem(Service.Answer answer, int status, String qualifier) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.text("qualifier")).isEqualTo(qualifier);
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("detail")).isNotBlank();
  }

  @Test
  void refusesAnUnknownAlias() {
    Service.Answer answer =
        service.player(
            "create-client",
            "{\"tenant\":\"nobody\",\"project\":\"duel\",\"stage\":\"default\"}",
            player.token());
    assertProblem(answer, 404, "OBJECT_NOT_FOUND");
    assertThat(answer.text("detail")).startsWith("tenant:");
  }

  @Test
  void refusesAWrongPassword() {
    assertProblem(
        service.player(
            "create-token",
            "{\"user_id\":\"%s\",\"password\":\"wrong\"}".formatted(player.id()),
            null),
        401,
        "WRONG_CREDENTIALS");
  }

  @Test
  void refusesAPlayerAtAnotherRolesTokenEndpoint() {
    assertProblem(
        service.support(
            "create-token",
            "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(player.id(), player.password()),
            null),
        401,
        "WRONG_CREDENTIALS");
  }

  @Test
  void refusesAMissingAForgedAndAWrongToken() {
    assertProblem(service.support("create-tenant", "{}", null), 401, "WRONG_CREDENTIALS");
    assertProblem(service.support("create-tenant", "{}", "a.b.c"), 401, "WRONG_CREDENTIALS");
    assertProblem(
        service.support("create-tenant", "{}", player.token()), 403, "PERMISSION_NOT_FOUND");
  }

  @Test
  void refusesMalformedJson() {
    assertProblem(service.player("create-token", "{\"user_id\":", null), 400, "WRONG_REQUEST");
  }

  @Test
  void namesTheFieldOfAWrongType() {
    Service.Answer answer =
        service.player("create-token", "{\"user_id\":{},\"password\":\"x\"}", null);
    assertProblem(answer, 400, "WRONG_REQUEST");
    assertThat(answer.body().path("errors").path(0).path("field").asText()).isEqualTo("user_id");
  }

  @Test
  void refusesABodyOverTheLimit() {
    String body = "{\"message\":\"" + "x".repeat(11 << 20) + "\"}";
    assertProblem(service.player("ping-service", body, null), 413, "WRONG_REQUEST");
  }

  @Test
  void namesTheFieldThatIsMissing() {
    Service.Answer answer = service.player("ping-service", "{}", null);
    assertProblem(answer, 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(answer.body().path("errors").path(0).path("field").asText()).isEqualTo("message");
  }

  @Test
  void refusesAnotherMediaTypeAnUnknownPathAndMethod() {
    var media =
        java.net.http.HttpRequest.newBuilder(
                service.url().resolve("/service/v1/entrypoint/player/request/ping-service"))
            .header("Content-Type", "text/plain")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"));
    assertProblem(service.send(media), 400, "WRONG_MEDIA_TYPE");
    assertProblem(service.post("/service/v1/nothing", "{}"), 404, "OBJECT_NOT_FOUND");
    assertProblem(service.post("/nothing", "{}"), 404, "OBJECT_NOT_FOUND");
    assertProblem(
        service.get("/service/v1/entrypoint/player/request/ping-service", null),
        405,
        "WRONG_REQUEST");
  }

  @Test
  void refusesATakenAliasAndWritesNothing() {
    String tenant = service.support("create-tenant", "{}", support).text("id");
    assertProblem(
        service.support(
            "create-tenant-alias",
            "{\"tenant_id\":\"%s\",\"alias\":\"demo\"}".formatted(tenant),
            support),
        400,
        "DB_CONSTRAINT_VIOLATED");
    Service.Answer free =
        service.support(
            "create-tenant-alias",
            "{\"tenant_id\":\"%s\",\"alias\":\"free-%s\"}".formatted(tenant, tenant),
            support);
    assertThat(free.status()).isEqualTo(200);
  }

  @Test
  void refusesAConfigThatCannotWorkWithTheReason() {
    Service.Answer answer = service.developer("create-version", version(2, 4, 3, 3), developer);
    assertProblem(answer, 400, "WRONG_CONFIGURATION");
    assertThat(answer.text("detail")).contains("6 players").contains("max_players is 4");
  }

  @Test
  void refusesADeploymentWithoutAnImage() {
    String id =
        service.developer("create-version", version(2, 2, 1, 1), developer).text("version_id");
    assertProblem(
        service.developer(
            "create-deployment",
            "{\"tenant\":\"demo\",\"project\":\"duel\",\"stage\":\"default\",\"version_id\":\"%s\"}"
                .formatted(id),
            developer),
        409,
        "WRONG_VERSION_STATE");
  }

  @Test
  void refusesAnImageOfAnotherProject() {
    String id =
        service.developer("create-version", version(2, 2, 1, 1), developer).text("version_id");
    assertProblem(
        service.developer(
            "create-image",
            """
            {"tenant":"demo","project":"duel","version":"%s","qualifier":"UNIVERSAL",
             "image":"other/duel:1"}
            """
                .formatted(id),
            developer),
        403,
        "WRONG_IMAGE");
  }

  private static String version(int min, int max, int perGroupMin, int perGroupMax) {
    return """
        {"tenant":"demo","project":"duel","config":{"modes":[{"name":"m","min_players":%d,
         "max_players":%d,"groups":[{"name":"a","min_players":%d,"max_players":%d},
         {"name":"b","min_players":%d,"max_players":%d}]}]}}
        """
        .formatted(min, max, perGroupMin, perGroupMax, perGroupMin, perGroupMax);
  }
}
