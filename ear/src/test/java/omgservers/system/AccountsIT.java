package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import omgservers.system.AccountApi.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts of people, as administrators and the support look after them. */
class AccountsIT {
  private static AccountApi admin;
  private static AccountApi support;

  @BeforeAll
  static void signIn() {
    admin = AccountApi.admin();
    support = AccountApi.support();
  }

  private static String alias() {
    return "a" + UUID.randomUUID().toString().substring(0, 18);
  }

  private static Answer made(String role) {
    Answer made =
        admin.post("accounts", "{\"role\":\"%s\",\"alias\":\"%s\"}".formatted(role, alias()));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made;
  }

  private static String aliasOf(Answer made) {
    return made.body().path("aliases").path(0).asText();
  }

  private static void assertRefused(Answer answer, int status, String qualifier) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.text("qualifier")).isEqualTo(qualifier);
    assertThat(answer.text("detail")).isNotBlank();
  }

  @Test
  void createsAnAccountAndShowsItsPasswordOnce() {
    Answer made = made("DEVELOPER");
    assertThat(made.header("Location")).endsWith("/api/v1/accounts/" + made.text("id"));
    assertThat(made.text("password")).hasSize(32);
    Answer found = admin.get("accounts/" + aliasOf(made));
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.header("ETag")).isEqualTo(made.header("ETag")).isNotEmpty();
    assertThat(found.body().has("password")).isFalse();
    assertThat(found.text("state")).isEqualTo("ACTIVE");
    assertThat(found.text("role")).isEqualTo("DEVELOPER");
    assertThat(found.body().path("locked_until").isNull()).isTrue();
    Answer signedIn = AccountApi.nobody().signIn(aliasOf(made), made.text("password"));
    assertThat(signedIn.text("user_id")).isEqualTo(made.text("id"));
    assertThat(signedIn.text("role")).isEqualTo("DEVELOPER");
    Answer byId = AccountApi.nobody().signIn(made.text("id"), made.text("password"));
    assertThat(byId.status()).isEqualTo(201);
  }

  @Test
  void takesAliasesUpToTheirLimit() {
    String longest = (alias() + "x".repeat(64)).substring(0, 64);
    String body = "{\"role\":\"DEVELOPER\",\"alias\":\"%s\"}";
    assertThat(admin.post("accounts", body.formatted(longest)).status()).isEqualTo(201);
    Answer longer = admin.post("accounts", body.formatted(longest + "x"));
    assertRefused(longer, 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(longer.field()).isEqualTo("alias");
    assertRefused(admin.post("accounts", body.formatted(longest)), 400, "DB_CONSTRAINT_VIOLATED");
    assertRefused(admin.post("accounts", body.formatted("12345")), 400, "WRONG_ARGUMENT");
    assertRefused(admin.post("accounts", body.formatted("a b")), 400, "WRONG_ARGUMENT");
  }

  @Test
  void takesPasswordsBetweenTheirLimits() {
    String name = alias();
    for (int length : new int[] {12, 128}) {
      Answer made =
          admin.post(
              "accounts",
              "{\"role\":\"DEVELOPER\",\"password\":\"%s\"}".formatted("p".repeat(length)));
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.body().has("password")).isFalse();
      assertThat(AccountApi.nobody().signIn(made.text("id"), "p".repeat(length)).status())
          .isEqualTo(201);
      assertThat(TestPlatform.service().token("developer", made.text("id"), "p".repeat(length)))
          .isNotBlank();
    }
    for (String bad : List.of("p".repeat(11), "p".repeat(129), name)) {
      Answer refused =
          admin.post(
              "accounts",
              "{\"role\":\"DEVELOPER\",\"alias\":\"%s\",\"password\":\"%s\"}".formatted(name, bad));
      assertRefused(refused, 400, "VALIDATION_CONSTRAINT_VIOLATED");
      assertThat(refused.field()).isEqualTo("password");
    }
    assertRefused(admin.get("accounts/" + name), 404, "OBJECT_NOT_FOUND");
  }

  @Test
  void namesWhatItDoesNotKnow() {
    Answer role = admin.post("accounts", "{\"role\":\"PLAYER\"}");
    assertRefused(role, 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(role.field()).isEqualTo("role");
    assertThat(admin.post("accounts", "{}").field()).isEqualTo("role");
    Answer unknown = admin.post("accounts", "{\"role\":\"DEVELOPER\",\"nick\":\"x\"}");
    assertRefused(unknown, 400, "WRONG_REQUEST");
    assertThat(unknown.field()).isEqualTo("nick");
    for (String query : List.of("role=PLAYER", "state=GONE", "limit=0", "limit=201", "x=y")) {
      Answer refused = admin.get("accounts?" + query);
      assertRefused(refused, 400, "VALIDATION_CONSTRAINT_VIOLATED");
      assertThat(refused.field()).isEqualTo(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void listsAccountsOfAllShardsInPages() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, made("SUPPORT").text("id"));
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    while (cursor != null && !listed.containsAll(made)) {
      Answer page = admin.get("accounts?role=SUPPORT&limit=2" + cursor);
      assertThat(page.body().path("items").size()).isBetween(1, 2);
      page.body().path("items").forEach(item -> listed.add(item.path("id").asText()));
      JsonNode next = page.body().path("next");
      cursor = next.isNull() ? null : "&cursor=" + next.asText();
    }
    assertThat(listed).doesNotHaveDuplicates().containsSubsequence(made);
  }

  @Test
  void listsTheAccountOfAnAlias() {
    Answer made = made("DEVELOPER");
    Answer found = support.get("accounts?alias=" + aliasOf(made));
    assertThat(found.body().path("items").size()).isEqualTo(1);
    assertThat(found.body().path("items").path(0).path("id").asText()).isEqualTo(made.text("id"));
    assertThat(admin.get("accounts?role=ADMIN&alias=" + aliasOf(made)).body().path("items"))
        .isEmpty();
    assertThat(admin.get("accounts?alias=nobody").body().path("items")).isEmpty();
  }

  @Test
  void showsNoPlayers() {
    String player = TestPlatform.service().signUp().id();
    assertRefused(admin.get("accounts/" + player), 404, "OBJECT_NOT_FOUND");
    assertRefused(admin.delete("accounts/" + player), 404, "OBJECT_NOT_FOUND");
    assertRefused(admin.delete("accounts/" + player + "/tokens"), 404, "OBJECT_NOT_FOUND");
  }

  @Test
  void letsTheSupportLookAfterDevelopersOnly() {
    assertThat(support.post("accounts", "{\"role\":\"DEVELOPER\"}").status()).isEqualTo(201);
    assertRefused(support.post("accounts", "{\"role\":\"SUPPORT\"}"), 403, "PERMISSION_NOT_FOUND");
    String other = "accounts/" + made("SUPPORT").text("id");
    assertThat(support.get(other).status()).isEqualTo(200);
    assertRefused(
        support.patch(other, "{\"state\":\"DISABLED\"}", "*"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(support.delete(other), 403, "PERMISSION_NOT_FOUND");
    assertRefused(support.put(other + "/password", "{}"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(support.delete(other + "/tokens"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(support.put(other + "/aliases/x" + alias(), null), 403, "PERMISSION_NOT_FOUND");
  }

  @Test
  void isClosedToDevelopersPlayersAndStrangers() {
    Answer made = made("DEVELOPER");
    AccountApi developer = AccountApi.of(made.text("id"), made.text("password"));
    assertRefused(developer.get("accounts"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(developer.get("accounts/admin"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(
        developer.post("accounts", "{\"role\":\"DEVELOPER\"}"), 403, "PERMISSION_NOT_FOUND");
    AccountApi player = admin.with(TestPlatform.service().signUp().token());
    assertRefused(player.get("accounts"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(player.get("me"), 403, "PERMISSION_NOT_FOUND");
    assertRefused(AccountApi.nobody().get("accounts"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void disablesAndEnablesByVersion() {
    Answer made = made("DEVELOPER");
    String path = "accounts/" + made.text("id");
    AccountApi developer = AccountApi.of(made.text("id"), made.text("password"));
    assertRefused(admin.patch(path, "{\"state\":\"DISABLED\"}", null), 428, "WRONG_PRECONDITION");
    assertRefused(
        admin.patch(path, "{\"state\":\"DISABLED\"}", "\"77\""), 412, "WRONG_PRECONDITION");
    assertThat(developer.get("me").status()).isEqualTo(200);
    Answer disabled = admin.patch(path, "{\"state\":\"DISABLED\"}", made.header("ETag"));
    assertThat(disabled.text("state")).isEqualTo("DISABLED");
    assertThat(disabled.header("ETag")).isNotEqualTo(made.header("ETag"));
    assertRefused(developer.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(
        developer.signIn(made.text("id"), made.text("password")), 401, "WRONG_CREDENTIALS");
    assertThat(
            TestPlatform.service()
                .post(
                    "/service/v1/entrypoint/developer/request/create-token",
                    "{\"user\":\"%s\",\"password\":\"%s\"}"
                        .formatted(made.text("id"), made.text("password")))
                .status())
        .isEqualTo(401);
    Answer enabled = admin.patch(path, "{\"state\":\"ACTIVE\"}", disabled.header("ETag"));
    assertThat(enabled.text("state")).isEqualTo("ACTIVE");
    assertThat(AccountApi.of(made.text("id"), made.text("password")).get("me").status())
        .isEqualTo(200);
    assertRefused(developer.get("me"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void letsNobodyDisableDeleteOrResetThemselves() {
    String own = "accounts/" + admin.get("me").text("id");
    assertRefused(admin.patch(own, "{\"state\":\"DISABLED\"}", "*"), 409, "WRONG_ARGUMENT");
    assertRefused(admin.delete(own), 409, "WRONG_ARGUMENT");
    assertRefused(admin.put(own + "/password", "{}"), 409, "WRONG_ARGUMENT");
    assertThat(admin.get("me").text("state")).isEqualTo("ACTIVE");
  }

  @Test
  void removesAnAccountWithItsNamesKeysAndPermissions() {
    Answer made = made("DEVELOPER");
    String id = made.text("id");
    AccountApi developer = AccountApi.of(id, made.text("password"));
    Answer key = developer.post("me/keys", "{\"name\":\"k\",\"scopes\":[\"READ\"]}");
    String tenant = support.post("tenants", "{}").text("id");
    String holder = "tenants/" + tenant + "/permissions/" + id;
    assertThat(support.put(holder, "{\"rights\":[\"TENANT_VIEWER\"]}").status()).isEqualTo(200);
    Answer held = support.get("accounts/" + id + "/permissions");
    assertThat(held.body().path("items").path(0).path("on").asText()).isEqualTo("TENANT");
    assertThat(held.body().path("items").path(0).path("entity_id").asText()).isEqualTo(tenant);
    assertThat(support.delete("accounts/" + aliasOf(made)).status()).isEqualTo(204);
    assertRefused(support.get("accounts/" + id), 404, "OBJECT_NOT_FOUND");
    assertRefused(support.delete("accounts/" + id), 404, "OBJECT_NOT_FOUND");
    assertRefused(developer.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(developer.signIn(id, key.text("secret")), 401, "WRONG_CREDENTIALS");
    assertThat(support.get("tenants/" + tenant + "/permissions").body().path("items")).isEmpty();
    assertThat(
            support
                .post(
                    "accounts",
                    "{\"role\":\"DEVELOPER\",\"alias\":\"%s\"}".formatted(aliasOf(made)))
                .status())
        .isEqualTo(201);
  }

  @Test
  void letsAnAdministratorRemoveAnotherButTheOtherNoMore() {
    Answer made = made("ADMIN");
    AccountApi other = AccountApi.of(made.text("id"), made.text("password"));
    assertThat(other.get("accounts/admin").status()).isEqualTo(200);
    assertThat(admin.delete("accounts/" + made.text("id")).status()).isEqualTo(204);
    assertRefused(other.delete("accounts/admin"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void resetsPasswordsAndSignsOut() {
    Answer made = made("DEVELOPER");
    String path = "accounts/" + made.text("id") + "/password";
    AccountApi developer = AccountApi.of(made.text("id"), made.text("password"));
    Answer reset = support.put(path, "{}");
    assertThat(reset.status()).isEqualTo(200);
    assertRefused(developer.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(
        developer.signIn(made.text("id"), made.text("password")), 401, "WRONG_CREDENTIALS");
    assertThat(developer.signIn(made.text("id"), reset.text("password")).status()).isEqualTo(201);
    assertThat(support.put(path, "{\"password\":\"a good password\"}").status()).isEqualTo(204);
    assertThat(developer.signIn(made.text("id"), "a good password").status()).isEqualTo(201);
    Answer bad = support.put(path, "{\"password\":\"%s\"}".formatted("p".repeat(11)));
    assertRefused(bad, 400, "VALIDATION_CONSTRAINT_VIOLATED");
    assertThat(bad.field()).isEqualTo("password");
  }

  @Test
  void givesAndTakesNames() {
    String path = "accounts/" + made("DEVELOPER").text("id") + "/aliases/";
    String second = alias();
    assertThat(support.put(path + second, null).status()).isEqualTo(201);
    Answer again = support.put(path + second, null);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("aliases").size()).isEqualTo(2);
    assertRefused(
        support.put("accounts/" + made("DEVELOPER").text("id") + "/aliases/" + second, null),
        400,
        "DB_CONSTRAINT_VIOLATED");
    assertThat(support.delete(path + second).status()).isEqualTo(204);
    assertRefused(support.delete(path + second), 404, "OBJECT_NOT_FOUND");
    assertRefused(support.put(path + "y".repeat(65), null), 400, "WRONG_ARGUMENT");
  }

  @Test
  void doesNotShowAPasswordAgainWhenTheRequestIsRepeated() {
    Map<String, String> key = Map.of("Idempotency-Key", alias());
    String body = "{\"role\":\"DEVELOPER\",\"alias\":\"%s\"}".formatted(alias());
    Answer first = admin.call("POST", "accounts", body, key);
    assertThat(first.text("password")).isNotEmpty();
    Answer second = admin.call("POST", "accounts", body, key);
    assertRefused(second, 409, "IDEMPOTENCY_VIOLATED");
    assertThat(second.body().toString()).doesNotContain(first.text("password"));
  }

  @Test
  void changesTheOwnPasswordAndEndsOtherSessions() {
    Answer made = made("SUPPORT");
    String old = made.text("password");
    AccountApi person = AccountApi.of(made.text("id"), old);
    String body = "{\"current\":\"%s\",\"fresh\":\"%s\"}";
    for (String bad : List.of("p".repeat(11), "p".repeat(129), old)) {
      Answer refused = person.put("me/password", body.formatted(old, bad));
      assertRefused(refused, 400, "VALIDATION_CONSTRAINT_VIOLATED");
      assertThat(refused.field()).isEqualTo("fresh");
    }
    assertRefused(
        person.put("me/password", body.formatted("wrong password", "p".repeat(12))),
        401,
        "WRONG_CREDENTIALS");
    assertThat(person.get("me").status()).isEqualTo(200);
    assertThat(person.put("me/password", body.formatted(old, "p".repeat(128))).status())
        .isEqualTo(204);
    assertRefused(person.get("me"), 401, "WRONG_CREDENTIALS");
    assertRefused(person.signIn(made.text("id"), old), 401, "WRONG_CREDENTIALS");
    AccountApi again = AccountApi.of(made.text("id"), "p".repeat(128));
    assertThat(again.get("me").text("id")).isEqualTo(made.text("id"));
  }

  @Test
  void signsOutEverywhereAndLetsInAgainAtOnce() {
    Answer made = made("DEVELOPER");
    AccountApi one = AccountApi.of(made.text("id"), made.text("password"));
    AccountApi two = AccountApi.of(made.text("id"), made.text("password"));
    Answer renewed = two.post("tokens/renewals", null);
    assertThat(renewed.status()).isEqualTo(201);
    assertThat(one.delete("tokens").status()).isEqualTo(204);
    AccountApi fresh = AccountApi.of(made.text("id"), made.text("password"));
    for (AccountApi old : List.of(one, two, two.with(renewed.text("token")))) {
      assertRefused(old.get("me"), 401, "WRONG_CREDENTIALS");
      assertRefused(old.post("tokens/renewals", null), 401, "WRONG_CREDENTIALS");
    }
    assertThat(fresh.get("me").status()).isEqualTo(200);
    assertThat(support.delete("accounts/" + made.text("id") + "/tokens").status()).isEqualTo(204);
    assertRefused(fresh.get("me"), 401, "WRONG_CREDENTIALS");
  }

  @Test
  void tellsNobodyWhichAccountsThereAre() {
    String known = made("DEVELOPER").text("id");
    String player = TestPlatform.service().signUp().id();
    List<String> answers = new ArrayList<>();
    for (String user : List.of(known, player, "12345", "nobody" + alias())) {
      Answer last = null;
      for (int i = 0; i < 5; i++) {
        last = AccountApi.nobody().signIn(user, "wrong password");
        assertRefused(last, 401, "WRONG_CREDENTIALS");
      }
      Answer locked = AccountApi.nobody().signIn(user, "wrong password");
      assertThat(locked.header("Retry-After")).isEqualTo("1");
      answers.add(last.text("detail") + locked.status() + locked.body());
    }
    assertThat(answers).containsOnly(answers.get(0));
  }

  @Test
  void looksAtNoPasswordWhileLockedAndForgivesWithTheRightOne() throws InterruptedException {
    Answer made = made("DEVELOPER");
    AccountApi nobody = AccountApi.nobody();
    for (int i = 0; i < 5; i++) {
      assertThat(nobody.signIn(made.text("id"), "wrong password").status()).isEqualTo(401);
    }
    Answer locked = nobody.signIn(made.text("id"), made.text("password"));
    assertRefused(locked, 429, "LIMIT_REACHED");
    assertThat(admin.get("accounts/" + made.text("id")).text("locked_until")).endsWith("Z");
    Thread.sleep(Long.parseLong(locked.header("Retry-After")) * 1000);
    assertThat(nobody.signIn(made.text("id"), made.text("password")).status()).isEqualTo(201);
    for (int i = 0; i < 4; i++) {
      assertThat(nobody.signIn(made.text("id"), "wrong password").status()).isEqualTo(401);
    }
    assertThat(nobody.signIn(made.text("id"), made.text("password")).status()).isEqualTo(201);
  }
}
