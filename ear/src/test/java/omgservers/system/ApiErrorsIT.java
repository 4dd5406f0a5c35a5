package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import omgservers.system.Calls.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request to our own API, the answer is a problem that says so. */
class ApiErrorsIT {
  private static Calls support;

  @BeforeAll
  static void signIn() {
    var platform = TestPlatform.get();
    String token =
        TestPlatform.service().token("support", "support", platform.secrets().get("support"));
    support = new Calls(platform.installation().url(), token);
  }

  private static Reply assertProblem(Reply reply, int status, String qualifier) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.type()).startsWith("application/problem+json");
    assertThat(reply.text("qualifier")).isEqualTo(qualifier);
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.text("detail")).isNotBlank();
    assertThat(reply.text("instance")).startsWith("/api/v1");
    return reply;
  }

  private static String field(Reply reply) {
    return reply.json().path("errors").path(0).path("field").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/nothing",
    "/api/v1/tenants/1/nothing",
    "/api/v1/application.wadl",
    "/api/v1/",
    "/api/v1"
  })
  void saysThatThereIsNothingAtAnUnknownPath(String path) {
    assertProblem(support.get(path), 404, "OBJECT_NOT_FOUND");
  }

  @Test
  void namesTheMethodsThatThePathKnows() {
    Reply reply = assertProblem(support.delete("/api/v1/tenants"), 405, "WRONG_REQUEST");
    assertThat(reply.header("Allow")).contains("GET").contains("POST");
  }

  @Test
  void refusesAnotherMediaTypeOfTheAnswer() {
    assertProblem(support.get("/api/v1/tenants", "Accept", "text/html"), 406, "WRONG_REQUEST");
  }

  @Test
  void refusesAnotherMediaTypeOfTheBody() {
    assertProblem(
        support.post("/api/v1/tenants", "x", "Content-Type", "text/plain"),
        415,
        "WRONG_MEDIA_TYPE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"alias\":", "[]", "\"x\"", "7"})
  void refusesMalformedJson(String body) {
    assertProblem(support.post("/api/v1/tenants", body), 400, "WRONG_REQUEST");
  }

  @Test
  void refusesAMissingBody() {
    assertProblem(support.post("/api/v1/tenants", ""), 400, "WRONG_REQUEST");
    assertProblem(support.post("/api/v1/tenants", null), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertProblem(support.post("/api/v1/tenants", "null"), 400, "VALIDATION_CONSTRAINT_VIOLATED");
  }

  @Test
  void namesAnUnknownField() {
    Reply reply =
        assertProblem(support.post("/api/v1/tenants", "{\"allias\":\"x\"}"), 400, "WRONG_REQUEST");
    assertThat(field(reply)).isEqualTo("allias");
    assertThat(reply.text("detail")).contains("allias");
  }

  @Test
  void namesAFieldOfAWrongType() {
    Reply reply =
        assertProblem(support.post("/api/v1/tenants", "{\"alias\":{}}"), 400, "WRONG_REQUEST");
    assertThat(field(reply)).isEqualTo("alias");
  }

  @Test
  void namesAFieldThatBreaksAConstraint() {
    Reply reply =
        assertProblem(
            support.post("/api/v1/tenants", "{\"alias\":\"\"}"),
            400,
            "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(field(reply)).isEqualTo("alias");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/tenants?state=FOO, state",
    "/api/v1/tenants?state=active, state",
    "/api/v1/tenants?limit=x, limit",
    "/api/v1/tenants?limit=201, limit",
    "/api/v1/tenants?cursor=x, cursor",
    "/api/v1/tenants?sort=name, sort",
    "/api/v1/tenants?stat=ACTIVE, stat",
    "/api/v1/slots?shard=x, shard",
    "/api/v1/audit?from=yesterday, from",
    "/api/v1/audit?entity=x, entity"
  })
  void namesAParameterThatCannotBeRead(String path, String parameter) {
    Reply reply = assertProblem(support.get(path), 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(field(reply)).isEqualTo(parameter);
    assertThat(reply.text("detail")).startsWith(parameter);
  }

  @Test
  void refusesMissingAndWrongTokens() {
    assertProblem(support.as(null).get("/api/v1/tenants"), 401, "WRONG_CREDENTIALS");
    assertProblem(support.as("a.b.c").get("/api/v1/tenants"), 401, "WRONG_CREDENTIALS");
    String player = TestPlatform.service().signUp().token();
    assertProblem(support.as(player).get("/api/v1/tenants"), 403, "PERMISSION_NOT_FOUND");
  }

  @Test
  void refusesABodyOverTheLimit() {
    String body = "{\"alias\":\"" + "x".repeat(11 << 20) + "\"}";
    assertProblem(support.post("/api/v1/tenants", body), 413, "WRONG_REQUEST");
  }
}
