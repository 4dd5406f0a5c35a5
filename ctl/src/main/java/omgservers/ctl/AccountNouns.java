package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Commands about people: their accounts, keys, permissions and names. */
final class AccountNouns {
  private static final String ACCOUNT_PATH = "/accounts/{account}";
  private static final String ACCOUNT = "--account";
  private static final String RIGHT = "--right";
  private static final String PASSWORD_FILE = "--password-file";
  private static final List<String> STATES = List.of("ACTIVE", "DISABLED");
  private static final List<String> ROLES = List.of("DEVELOPER", "SUPPORT", "ADMIN");
  private static final List<String> SCOPES =
      List.of("READ", "TENANCY", "VERSIONS", "DEPLOYMENTS", "PLAYERS", "ACCOUNTS", "POOL");
  private static final List<String> RIGHTS =
      Stream.of(Places.TENANT_RIGHTS, Places.PROJECT_RIGHTS, Places.STAGE_RIGHTS)
          .flatMap(List::stream)
          .toList();
  private static final View KEYS =
      View.of("id", "name", "scopes", "tenant_id", "created", "expires_at", "last_used");

  private AccountNouns() {}

  static List<Verb> account() {
    return List.of(
        Verbs.list(
                "/accounts",
                View.of("id", "role", "aliases", "state", "created", "locked_until"),
                "Accounts of admins, support and developers.")
            .filter(Options.choice("--role", "only of this role", ROLES))
            .filter(Options.choice("--state", "only in this state", STATES))
            .filter(Options.text("--alias", "ALIAS", "only with exactly this alias"))
            .as(Role.SUPPORT_FIRST),
        Verbs.show(ACCOUNT_PATH, "Shows an account.").as(Role.SUPPORT_FIRST),
        Verb.named(
                "create",
                "Creates an account; a generated password is shown only here.",
                "Support creates developers, an admin everybody.")
            .at("/accounts")
            .option(Options.choice("--role", "what it is (default: DEVELOPER)", ROLES))
            .option(Options.text("--alias", "ALIAS", "its name"))
            .option(Options.file(PASSWORD_FILE, "a file whose first line is the password"))
            .option(Secrets.file())
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(
                call -> {
                  ObjectNode body = call.body("--alias");
                  body.put("role", call.textOr("--role", "DEVELOPER"));
                  withPassword(call, "POST", body, "id");
                }),
        state("disable", "DISABLED", "Lets nobody sign in with it; its tokens end."),
        state("enable", "ACTIVE", "Makes a disabled account usable again."),
        Verbs.delete(ACCOUNT_PATH, "Deletes an account with its aliases, keys and permissions.")
            .as(Role.SUPPORT_FIRST),
        Verb.named("password", "Gives an account a new password; its tokens end.")
            .at(ACCOUNT_PATH + "/password")
            .option(Options.file(PASSWORD_FILE, "a file whose first line is the password"))
            .option(Secrets.file())
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(call -> withPassword(call, "PUT", Api.JSON.createObjectNode(), "account")),
        Verbs.removal("logout", ACCOUNT_PATH + "/tokens", "Ends all tokens of an account.")
            .as(Role.SUPPORT_FIRST)
            .does(call -> Verbs.remove(call, call.path(), call.text("account"))));
  }

  private static Verb state(String name, String state, String description) {
    return Verb.named(name, description)
        .at(ACCOUNT_PATH)
        .option(Options.dryRun())
        .as(Role.SUPPORT_FIRST)
        .does(
            call ->
                Verbs.change(call, call.path(), Api.JSON.createObjectNode().put("state", state)));
  }

  /** A password that is given is sent; one that the server generates is handed over. */
  private static void withPassword(Call call, String method, ObjectNode body, String id) {
    String password = Secrets.fromFile(call, PASSWORD_FILE);
    if (password == null) {
      Secrets.prepare(call);
    } else {
      body.put("password", password);
    }
    JsonNode answer = call.session().write(method, call.path(), body, null).body();
    ObjectNode made = Api.JSON.createObjectNode();
    if (call.text("account") != null) {
      made.put("account", call.text("account")).put("changed", true);
    }
    made.setAll((ObjectNode) answer);
    Secrets.print(call, made, "password", id);
  }

  static List<Verb> key() {
    return List.of(
        Verbs.list("", KEYS, "Your API keys, or those of another account.")
            .option(Options.text(ACCOUNT, "ACCOUNT", "whose keys (support, admin)"))
            .does(call -> call.output().list(KEYS, Verbs.page(call, keys(call)))),
        Verb.named(
                "create",
                "Creates an API key of your own; its secret is shown only here.",
                "A pipeline uses it as OMGCTL_API_KEY, with OMGCTL_USER and OMGCTL_SERVER.")
            .at("/me/keys")
            .takes("name", "what it is for; unique among your keys")
            .option(
                Options.choices("--scope", "SCOPE", "what it may do: " + listed(SCOPES), SCOPES)
                    .required(true))
            .option(Options.text("--tenant", "TENANT", "only there"))
            .option(Options.text("--expires-at", "INSTANT", "its end, as 2030-01-31T00:00:00Z"))
            .option(Options.number("--days", "N", "its end in so many days (default: 90)"))
            .option(Secrets.file())
            .option(Options.dryRun())
            .does(AccountNouns::createKey),
        Verb.named("delete", "Deletes an API key; the tokens made with it end.")
            .takes("key", "id of the key")
            .option(Options.text(ACCOUNT, "ACCOUNT", "whose key (support, admin)"))
            .option(Options.yes())
            .option(Options.dryRun())
            .does(call -> Verbs.remove(call, keys(call) + "/" + Call.encode(call.text("key")))));
  }

  private static String keys(Call call) {
    String account = call.text(ACCOUNT);
    return call.path(account == null ? "/me/keys" : "/accounts/" + Call.encode(account) + "/keys");
  }

  private static void createKey(Call call) {
    Secrets.prepare(call);
    ObjectNode body = call.body("--tenant", "--expires-at").put("name", call.text("name"));
    call.many("--scope").forEach(body.putArray("scopes")::add);
    Integer days = call.number("--days");
    if (days != null) {
      if (body.has("expires_at")) {
        throw new Trouble(Trouble.USAGE, "--days and --expires-at say the same; give one.");
      }
      body.put("expires_at", Instant.now().plus(Duration.ofDays(days)).toString());
    }
    ObjectNode made = call.session().post(call.path(), body);
    Secrets.print(call, made, "secret", "id");
  }

  static List<Verb> permission() {
    return List.of(
        Verbs.whole(
                "",
                View.of("account_id", "rights"),
                "Who may do what on a tenant, project or stage; or what an account may do.")
            .mayTakePlace()
            .option(Options.text(ACCOUNT, "ACCOUNT", "what this account may do, everywhere"))
            .as(Role.SUPPORT_FIRST)
            .does(AccountNouns::listPermissions),
        rights("set", "Gives an account exactly these rights on a tenant, project or stage.")
            .does(call -> permit(call, rightsOf(call))),
        rights("grant", "Gives an account rights beside those that it has.")
            .does(
                call -> {
                  Set<String> rights = present(call);
                  rights.addAll(rightsOf(call));
                  permit(call, rights);
                }),
        rights("revoke", "Takes rights from an account, and leaves it the others.")
            .does(
                call -> {
                  Set<String> rights = present(call);
                  rights.removeAll(rightsOf(call));
                  permit(call, rights);
                }),
        Verb.named("delete", "Takes all rights on a tenant, project or stage from an account.")
            .takes("account", "id or alias of the account")
            .mayTakePlace()
            .option(Options.yes())
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(
                call -> {
                  call.confirm(call.text("account"));
                  permit(call, Set.of());
                }));
  }

  private static Verb rights(String name, String description) {
    return Verb.named(name, description)
        .takes("account", "id or alias of the account")
        .mayTakePlace()
        .option(
            Options.choices(RIGHT, "RIGHT", "a right: " + listed(RIGHTS), RIGHTS).required(true))
        .option(Options.dryRun())
        .as(Role.SUPPORT_FIRST);
  }

  private static Set<String> rightsOf(Call call) {
    List<String> possible = Places.rights(call);
    Set<String> rights = new LinkedHashSet<>(call.many(RIGHT));
    for (String right : rights) {
      if (!possible.contains(right)) {
        throw new Trouble(
            Trouble.USAGE,
            RIGHT + ": " + right + " is no right there; there are " + listed(possible) + ".");
      }
    }
    return rights;
  }

  private static void listPermissions(Call call) {
    String account = call.text(ACCOUNT);
    if (account != null && call.text("tenant") != null) {
      throw new Trouble(Trouble.USAGE, ACCOUNT + " shows all places; name none.");
    }
    View view =
        account == null
            ? View.of("account_id", "rights")
            : View.of("entity_id", "on", "tenant_id", "rights");
    String holder =
        account == null ? Places.of(call) : call.path("/accounts/" + Call.encode(account));
    call.output()
        .list(view, Verbs.follow(call.session(), holder + "/permissions", "", Verbs.Span.WHOLE));
  }

  /** The rights that the account has now; the server knows it by its id. */
  private static Set<String> present(Call call) {
    String account = call.path(ACCOUNT_PATH);
    String place = Places.of(call);
    String id = call.session().read(account).path("id").asText();
    Set<String> rights = new LinkedHashSet<>();
    Verbs.follow(call.session(), place + "/permissions", "", Verbs.Span.WHOLE)
        .path("items")
        .forEach(
            each -> {
              if (each.path("account_id").asText().equals(id)) {
                each.path("rights").forEach(right -> rights.add(right.asText()));
              }
            });
    return rights;
  }

  private static void permit(Call call, Set<String> rights) {
    ObjectNode body = Api.JSON.createObjectNode();
    ArrayNode array = body.putArray("rights");
    rights.forEach(array::add);
    String path = Places.of(call) + "/permissions/" + Call.encode(call.text("account"));
    JsonNode answer = call.session().write("PUT", path, body, null).body();
    call.output().one((ObjectNode) answer, "account_id");
  }

  static List<Verb> alias() {
    return List.of(
        Verb.named("list", "The names of a tenant, project, stage or account.")
            .mayTakePlace()
            .option(Options.text(ACCOUNT, "ACCOUNT", "the names of this account"))
            .as(Role.SUPPORT_FIRST)
            .does(
                call -> {
                  ObjectNode page = Api.JSON.createObjectNode();
                  ArrayNode items = page.putArray("items");
                  call.session()
                      .read(named(call))
                      .path("aliases")
                      .forEach(each -> items.addObject().set("alias", each));
                  call.output().list(View.of("alias"), page.putNull("next"));
                }),
        naming("create", "Gives a tenant, project, stage or account one more name.")
            .does(
                call -> {
                  call.session().write("PUT", alias(call), null, null);
                  call.output()
                      .one(
                          Api.JSON
                              .createObjectNode()
                              .put("alias", call.text("alias"))
                              .put("created", true),
                          "alias");
                }),
        naming("delete", "Takes a name from a tenant, project, stage or account.")
            .option(Options.yes())
            .does(call -> Verbs.remove(call, alias(call))));
  }

  private static Verb naming(String name, String description) {
    return Verb.named(name, description)
        .takes("alias", "the name")
        .mayTakePlace()
        .option(Options.text(ACCOUNT, "ACCOUNT", "the name of this account"))
        .option(Options.dryRun())
        .as(Role.SUPPORT_FIRST);
  }

  private static String alias(Call call) {
    return named(call) + "/aliases/" + Call.encode(call.text("alias"));
  }

  private static String named(Call call) {
    String account = call.text(ACCOUNT);
    if (account == null) {
      return Places.of(call);
    }
    if (call.text("tenant") != null) {
      throw new Trouble(Trouble.USAGE, "Name a place or " + ACCOUNT + ", not both.");
    }
    return call.path("/accounts/" + Call.encode(account));
  }

  private static String listed(List<String> words) {
    return String.join(", ", words);
  }
}
