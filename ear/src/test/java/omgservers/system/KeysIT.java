package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.system.AccountApi.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API keys: what they open, what they do not, and how they end. */
class KeysIT {
  private static final String DEVELOPER = "{\"role\":\"DEVELOPER\"}";

  private static AccountApi support;

  private String id;
  private String password;
  private AccountApi owner;

  @BeforeAll
  static void signIn() {
    support = AccountApi.support();
  }

  @BeforeEach
  void makeAnAccount() {
    Answer made = support.post("accounts", DEVELOPER);
    id = made.text("id");
    password = made.text("password");
    owner = AccountApi.of(id, password);
  }

  private static void assertRefused(Answer answer, int status, String qualifier) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.text("qualifier")).isEqualTo(qualifier);
    assertThat(answer.text("detail")).isNotBlank();
  }

  private static String wish(String name, String more) {
    return "{\"name\":\"%s\",\"scopes\":[\"READ\"]%s}".formatted(name, more);
  }

  private static String until(Duration time) {
    return ",\"expires_at\":\"" + Instant.now().plus(time) + "\"";
  }

  private AccountApi with(Answer key) {
    return AccountApi.of(id, key.text("secret"));
  }

  @Test
  void showsItsTextOnceAndOpensTheAccount() {
    Answer made = owner.post("me/keys", wish("ci", ""));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.header("Location")).endsWith("/api/v1/me/keys/" + made.text("id"));
    assertThat(made.text("secret")).startsWith("omg_").hasSizeBetween(40, 64);
    Instant end = Instant.parse(made.text("expires_at"));
    assertThat(end).isEqualTo(Instant.parse(made.text("created")).plus(Duration.ofDays(90)));
    Answer listed = owner.get("me/keys");
    assertThat(listed.body().path("items").size()).isEqualTo(1);
    assertThat(listed.body().toString()).doesNotContain("secret");
    assertThat(listed.body().path("items").path(0).path("last_used").isNull()).isTrue();
    AccountApi program = with(made);
    Answer me = program.get("me");
    assertThat(me.text("id")).isEqualTo(id);
    assertThat(me.body().path("key").path("name").asText()).isEqualTo("ci");
    assertThat(me.body().path("key").path("scopes").path(0).asText()).isEqualTo("READ");
    assertThat(owner.get("me").body().path("key").isNull()).isTrue();
    assertThat(owner.get("me/keys").body().path("items").path(0).path("last_used").asText())
        .endsWith("Z");
    assertThat(support.get("accounts/" + id + "/keys").body().path("items").size()).isEqualTo(1);
  }

  @Test
  void keepsToTheBoundsOfItsFields() {
    assertThat(owner.post("me/keys", wish("n".repeat(64), "")).status()).isEqualTo(201);
    assertThat(owner.post("me/keys", wish("long", until(Duration.ofDays(366)))).status())
        .isEqualTo(201);
    for (Map.Entry<String, String> bad :
        Map.of(
                wish("", ""),
                "name",
                wish("n".repeat(65), ""),
                "name",
                wish("late", until(Duration.ofDays(367))),
                "expires_at",
                wish("past", until(Duration.ofSeconds(-1))),
                "expires_at",
                "{\"name\":\"none\",\"scopes\":[]}",
                "scopes",
                "{\"name\":\"none\"}",
                "scopes",
                wish("tenant", ",\"tenant\":\"" + "t".repeat(65) + "\""),
                "tenant")
            .entrySet()) {
      Answer refused = owner.post("me/keys", bad.getKey());
      assertRefused(refused, 400, "VALIDATION_CONSTRAINT_VIOLATED");
      assertThat(refused.field()).isEqualTo(bad.getValue());
    }
    assertRefused(
        owner.post("me/keys", "{\"name\":\"x\",\"scopes\":[\"ALL\"]}"), 400, "WRONG_REQUEST");
    assertRefused(
        owner.post("me/keys", wish("x", ",\"tenant\":\"demo\"")), 404, "OBJECT_NOT_FOUND");
    assertRefused(owner.post("me/keys", wish("long", "")), 400, "DB_CONSTRAINT_VIOLATED");
  }

  @Test
  void areNoMoreThanTwentyPerAccount() {
    for (int i = 0; i < 20; i++) {
      assertThat(owner.post("me/keys", wish("key" + i, "")).status()).isEqualTo(201);
    }
    assertRefused(owner.post("me/keys", wish("key20", "")), 409, "LIMIT_REACHED");
    Answer page = owner.get("me/keys?limit=3");
    assertThat(page.body().path("items").size()).isEqualTo(3);
    String key = page.body().path("items").path(0).path("id").asText();
    assertThat(owner.delete("me/keys/" + key).status()).isEqualTo(204);
    assertThat(owner.post("me/keys", wish("key20", "")).status()).isEqualTo(201);
  }

  @Test
  void openOnlyWhatTheirScopesSay() {
    Answer read = support.post("me/keys", wish("read" + id, ""));
    AccountApi reader = AccountApi.of("support", read.text("secret"));
    assertThat(reader.get("accounts?limit=1").status()).isEqualTo(200);
    assertRefused(reader.post("tenants", "{}"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(reader.post("accounts", DEVELOPER), 403, "PERMISSION_NOT_FOUND");
    assertRefused(reader.delete("accounts/" + id), 403, "PERMISSION_NOT_FOUND");
    Service service = TestPlatform.service();
    assertThat(service.support("create-tenant", "{}", reader.token()).status()).isEqualTo(403);
    assertThat(service.support("create-developer", "{}", reader.token()).status()).isEqualTo(403);
    assertThat(
            service
                .support(
                    "create-developer-alias",
                    "{\"developer_user_id\":\"%s\",\"alias\":\"x%s\"}".formatted(id, id),
                    reader.token())
                .status())
        .isEqualTo(403);
    Answer write =
        support.post("me/keys", "{\"name\":\"write%s\",\"scopes\":[\"ACCOUNTS\"]}".formatted(id));
    AccountApi writer = AccountApi.of("support", write.text("secret"));
    assertThat(writer.post("accounts", DEVELOPER).status()).isEqualTo(201);
    assertRefused(writer.get("accounts"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(writer.get("me"), 403, "PERMISSION_NOT_FOUND");
    assertThat(writer.delete("accounts/" + id).status()).isEqualTo(204);
    for (Answer key : List.of(read, write)) {
      assertThat(support.delete("me/keys/" + key.text("id")).status()).isEqualTo(204);
    }
  }

  @Test
  void makeNothingThatOpensDoors() {
    Answer made =
        support.post(
            "me/keys", "{\"name\":\"all%s\",\"scopes\":[\"READ\",\"ACCOUNTS\"]}".formatted(id));
    AccountApi program = AccountApi.of("support", made.text("secret"));
    assertRefused(program.post("me/keys", wish("more", "")), 403, "PERMISSION_NOT_FOUND");
    assertRefused(
        program.put("me/password", "{\"current\":\"x\",\"fresh\":\"a good password\"}"),
        403,
        "PERMISSION_NOT_FOUND");
    assertRefused(program.put("accounts/" + id + "/password", "{}"), 403, "PERMISSION_NOT_FOUND");
    assertThat(support.delete("me/keys/" + made.text("id")).status()).isEqualTo(204);
  }

  @Test
  void ofOneTenantSeeNoOther() {
    String one = support.post("tenants", "{}").text("id");
    String other = support.post("tenants", "{}").text("id");
    for (String tenant : List.of(one, other)) {
      support.put(
          "tenants/" + tenant + "/permissions/" + id,
          "{\"rights\":[\"TENANT_VIEWER\",\"PROJECT_MANAGER\"]}");
    }
    owner.post("me/keys", wish("wide", ""));
    Answer key =
        owner.post(
            "me/keys",
            "{\"name\":\"narrow\",\"scopes\":[\"READ\",\"TENANCY\",\"ACCOUNTS\"],\"tenant\":\"%s\"}"
                .formatted(one));
    assertThat(key.text("tenant_id")).isEqualTo(one);
    AccountApi program = with(key);
    assertThat(program.get("tenants/" + one).status()).isEqualTo(200);
    assertRefused(program.get("tenants/" + other), 404, "OBJECT_NOT_FOUND");
    assertThat(program.get("tenants").body().path("items").size()).isEqualTo(1);
    assertThat(owner.get("tenants").body().path("items").size()).isEqualTo(2);
    Service service = TestPlatform.service();
    String token = service.token("developer", id, key.text("secret"));
    String body = "{\"tenant\":\"%s\"}";
    assertThat(service.developer("create-project", body.formatted(one), token).status())
        .isEqualTo(200);
    assertThat(service.developer("create-project", body.formatted(other), token).status())
        .isEqualTo(404);
    assertThat(program.get("me/keys").body().path("items").size()).isEqualTo(1);
    String wide =
        owner.get("me/keys?sort=created").body().path("items").path(0).path("id").asText();
    assertRefused(program.delete("me/keys/" + wide), 404, "OBJECT_NOT_FOUND");
  }

  @Test
  void ofTheSupportForOneTenantDoNothingElse() {
    String tenant = support.post("tenants", "{}").text("id");
    Answer key =
        support.post(
            "me/keys",
            "{\"name\":\"t%s\",\"scopes\":[\"READ\",\"TENANCY\",\"ACCOUNTS\"],\"tenant\":\"%s\"}"
                .formatted(id, tenant));
    AccountApi program = AccountApi.of("support", key.text("secret"));
    assertThat(program.get("tenants/" + tenant).status()).isEqualTo(200);
    // However many others are newer.
    for (int i = 0; i < 6; i++) {
      support.post("tenants", "{}");
    }
    assertThat(program.get("tenants?limit=1").body().path("items").findValuesAsText("id"))
        .containsExactly(tenant);
    assertRefused(program.get("tenants/demo"), 404, "OBJECT_NOT_FOUND");
    assertRefused(program.post("tenants", "{}"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(program.get("accounts"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(program.delete("accounts/" + id), 403, "PERMISSION_NOT_FOUND");
    assertThat(support.delete("me/keys/" + key.text("id")).status()).isEqualTo(204);
  }

  @Test
  void openTheCompatibleCallsOfTheirRole() {
    Answer key = owner.post("me/keys", wish("pipeline", ""));
    Service service = TestPlatform.service();
    assertThat(service.token("developer", id, key.text("secret"))).isNotBlank();
    String signIn = "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(id, key.text("secret"));
    assertThat(service.support("create-token", signIn, null).status()).isEqualTo(401);
    String renewed =
        service
            .developer("renew-token", "{}", service.token("developer", id, key.text("secret")))
            .text("raw_token");
    assertThat(owner.with(renewed).get("me").body().path("key").path("id").asText())
        .isEqualTo(key.text("id"));
  }

  @Test
  void endWithTheTokensMadeWithThem() {
    Answer one = owner.post("me/keys", wish("one", ""));
    Answer two = owner.post("me/keys", wish("two", ""));
    AccountApi first = with(one);
    AccountApi second = with(two);
    assertThat(owner.delete("me/keys/" + one.text("id")).status()).isEqualTo(204);
    assertRefused(first.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(first.post("tokens/renewals", null), 401, "WRONG_CREDENTIALS");
    assertRefused(owner.signIn(id, one.text("secret")), 401, "WRONG_CREDENTIALS");
    assertThat(second.get("me").status()).isEqualTo(200);
    assertThat(owner.get("me").status()).isEqualTo(200);
    assertRefused(owner.delete("me/keys/" + one.text("id")), 404, "OBJECT_NOT_FOUND");
    assertRefused(owner.delete("me/keys/nothing"), 404, "OBJECT_NOT_FOUND");
    assertThat(second.delete("me/keys/" + two.text("id")).status()).isEqualTo(204);
    assertRefused(second.get("me"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void areTakenAwayByThoseWhoLookAfterTheAccount() {
    Answer key = owner.post("me/keys", wish("ci", ""));
    AccountApi program = with(key);
    String path = "accounts/" + id + "/keys/" + key.text("id");
    assertThat(support.delete(path).status()).isEqualTo(204);
    assertRefused(support.delete(path), 404, "OBJECT_NOT_FOUND");
    assertRefused(program.get("me"), 401, "WRONG_CREDENTIALS");
    String admin = AccountApi.admin().get("me").text("id");
    assertRefused(support.delete("accounts/" + admin + "/keys/1"), 403, "PERMISSION_NOT_FOUND");
  }

  @Test
  void neverLetATokenOutliveThem() throws InterruptedException {
    Instant end = Instant.now().plusSeconds(4);
    Answer key = owner.post("me/keys", wish("short", ",\"expires_at\":\"" + end + "\""));
    Answer token = owner.signIn(id, key.text("secret"));
    assertThat(Instant.parse(token.text("expires_at"))).isBeforeOrEqualTo(end);
    Answer renewed = owner.with(token.text("token")).post("tokens/renewals", null);
    assertThat(Instant.parse(renewed.text("expires_at"))).isBeforeOrEqualTo(end);
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()) + 100);
    assertRefused(owner.signIn(id, key.text("secret")), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void endTheirOwnTokensOnlyWhenTheySignOut() {
    Answer key = owner.post("me/keys", wish("ci", ""));
    AccountApi program = with(key);
    assertThat(program.delete("tokens").status()).isEqualTo(204);
    assertRefused(program.get("me"), 401, "WRONG_CREDENTIALS");
    assertThat(owner.get("me").status()).isEqualTo(200);
    assertThat(with(key).get("me").status()).isEqualTo(200);
    assertThat(owner.delete("tokens").status()).isEqualTo(204);
    assertRefused(owner.get("me"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void areOfNoUseWithoutTheRightTextOrForAnotherAccount() {
    Answer key = owner.post("me/keys", wish("ci", ""));
    String text = key.text("secret");
    String wrong = text.substring(0, text.length() - 2) + (text.endsWith("aa") ? "bb" : "aa");
    for (int i = 0; i < 7; i++) {
      assertRefused(owner.signIn(id, wrong), 401, "WRONG_CREDENTIALS");
    }
    assertRefused(owner.signIn("support", text), 401, "WRONG_CREDENTIALS");
    assertRefused(owner.signIn("nobody" + id, text), 401, "WRONG_CREDENTIALS");
    for (int i = 0; i < 5; i++) {
      assertRefused(owner.signIn(id, "wrong password"), 401, "WRONG_CREDENTIALS");
    }
    assertRefused(owner.signIn(id, password), 429, "LIMIT_REACHED");
    assertThat(owner.signIn(id, text).status()).isEqualTo(201);
  }

  @Test
  void stopWithTheirAccountAndComeBackWithIt() {
    Answer key = owner.post("me/keys", wish("ci", ""));
    AccountApi program = with(key);
    support.patch("accounts/" + id, "{\"state\":\"DISABLED\"}", "*");
    assertRefused(program.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(owner.signIn(id, key.text("secret")), 401, "WRONG_CREDENTIALS");
    support.patch("accounts/" + id, "{\"state\":\"ACTIVE\"}", "*");
    assertThat(with(key).get("me").status()).isEqualTo(200);
  }

  @Test
  void areNotShownAgainWhenTheRequestIsRepeated() {
    Map<String, String> repeat = Map.of("Idempotency-Key", "make-key");
    Answer made = owner.call("POST", "me/keys", wish("ci", ""), repeat);
    assertThat(made.text("secret")).startsWith("omg_");
    Answer again = owner.call("POST", "me/keys", wish("ci", ""), repeat);
    assertRefused(again, 409, "IDEMPOTENCY_VIOLATED");
    assertThat(again.text("detail")).contains("shown once");
    assertThat(owner.get("me/keys").body().path("items").size()).isEqualTo(1);
  }
}
