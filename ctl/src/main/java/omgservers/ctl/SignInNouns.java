package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;
import picocli.AutoComplete;

/** Commands about the person who types: logins, profiles, passwords. */
final class SignInNouns {
  private static final String SERVER = "--server";
  private static final String ROLE = "--role";
  private static final String USER = "--user";
  private static final String PASSWORD_FILE = "--password-file";
  private static final String CURRENT_FILE = "--current-file";
  private static final String FRESH_FILE = "--fresh-file";

  private SignInNouns() {}

  static List<Verb> ping() {
    return List.of(
        Verb.named("", "Asks whether the server answers, and how fast.")
            .option(Options.text(SERVER, "URL", "the server's address (default: the profile's)"))
            .does(
                call -> {
                  Api api = api(call);
                  Instant begin = Instant.now();
                  ObjectNode message = Api.JSON.createObjectNode().put("message", "ping");
                  Answer answer =
                      api.send(
                          Ask.post(
                              "/service/v1/entrypoint/player/request/ping-service", message, null));
                  if (!(answer.good() && answer.body() instanceof ObjectNode result)) {
                    throw Refusals.of(answer, null);
                  }
                  result.put("millis", Duration.between(begin, Instant.now()).toMillis());
                  call.output().one(result, "message");
                }));
  }

  static List<Verb> login() {
    return List.of(
        Verb.named(
                "",
                "Logs in as admin, support or developer; later commands use it.",
                "The password is read from --password-file, from OMGCTL_PASSWORD, or asked for.",
                "Tokens are kept in the profile, in a file that only you can read.")
            .option(
                Options.text(
                    SERVER,
                    "URL",
                    "the server's address (default: OMGCTL_SERVER, the profile's, or"
                        + " http://127.0.0.1:8080)"))
            .option(Options.choice(ROLE, "the role that is expected", Role.keys()))
            .option(Options.text(USER, "USER", "the user's alias or id").required(true))
            .option(Options.file(PASSWORD_FILE, "a file whose first line is the password"))
            .does(SignInNouns::signIn));
  }

  private static void signIn(Call call) {
    Api api = api(call);
    URI server = api.server();
    String user = call.text(USER);
    if (server.getScheme().equals("http") && !isHere(server)) {
      call.output().notice("Beware: " + server + " is not encrypted, the password can be read.");
    }
    String password =
        Secrets.password(call, PASSWORD_FILE, "OMGCTL_PASSWORD", "Password of " + user + ": ");
    String expected = call.text(ROLE);
    Profiles.Login login = Sessions.signIn(api, user, password);
    if (expected != null && login.role() != Role.of(expected)) {
      throw new Trouble(
          Trouble.USAGE, user + " is " + login.role().key() + ", not " + expected + ".");
    }
    String profile = call.profile();
    call.workplace().profiles().keep(profile, login);
    ObjectNode result =
        Api.JSON
            .createObjectNode()
            .put("server", server.toString())
            .put("role", login.role().key())
            .put("user", user)
            .put("profile", profile);
    call.output().one(result, "user");
  }

  private static boolean isHere(URI server) {
    return List.of("localhost", "127.0.0.1", "[::1]").contains(server.getHost());
  }

  private static Api api(Call call) {
    return new Api(
        Sessions.server(call.workplace(), call.text(SERVER), call.profile()),
        call.output()::notice);
  }

  static List<Verb> logout() {
    return List.of(
        Verb.named(
                "",
                "Forgets the logins of the profile, or the one that --as names.",
                "The tokens stay valid until they end: omgctl token revoke ends them at once.")
            .does(
                call -> {
                  String role = call.text(Options.AS);
                  List<Role> roles = role == null ? Role.DEVELOPER_FIRST : List.of(Role.of(role));
                  String profile = call.profile();
                  roles.forEach(each -> call.workplace().profiles().forget(profile, each));
                  call.output()
                      .one(
                          Api.JSON.createObjectNode().put("profile", profile).put("done", true),
                          "profile");
                }));
  }

  static List<Verb> me() {
    return List.of(
        Verb.named("", "Shows your account, and the API key that you use.")
            .at("/me")
            .does(call -> call.output().one(call.session().read(call.path()), "id")));
  }

  static List<Verb> password() {
    return List.of(
        Verb.named(
                "change",
                "Changes your password; all your earlier tokens end.",
                "Passwords are read from files, from OMGCTL_PASSWORD and OMGCTL_FRESH_PASSWORD, or"
                    + " asked for.")
            .at("/me/password")
            .option(Options.file(CURRENT_FILE, "a file whose first line is the current password"))
            .option(Options.file(FRESH_FILE, "a file whose first line is the new password"))
            .option(Options.dryRun())
            .does(SignInNouns::changePassword));
  }

  private static void changePassword(Call call) {
    Session session = call.session();
    String current = Secrets.password(call, CURRENT_FILE, "OMGCTL_PASSWORD", "Current password: ");
    String fresh = Secrets.password(call, FRESH_FILE, "OMGCTL_FRESH_PASSWORD", "New password: ");
    session.write(
        "PUT",
        call.path(),
        Api.JSON.createObjectNode().put("current", current).put("fresh", fresh),
        null);
    if (!call.output().dry()) {
      Api api = new Api(URI.create(session.server()), call.output()::notice);
      call.workplace().profiles().keep(call.profile(), Sessions.signIn(api, session.user(), fresh));
    }
    call.output()
        .one(Api.JSON.createObjectNode().put("user", session.user()).put("changed", true), "user");
  }

  static List<Verb> token() {
    return List.of(
        Verb.named("revoke", "Ends all your tokens, wherever they are, and your open sockets.")
            .at("/tokens")
            .option(Options.yes())
            .option(Options.dryRun())
            .does(
                call -> {
                  Session session = call.session();
                  call.confirm(session.user());
                  session.write("DELETE", call.path(), null, null);
                  if (!call.output().dry()) {
                    call.workplace().profiles().forget(call.profile(), session.role());
                  }
                  call.output()
                      .one(
                          Api.JSON
                              .createObjectNode()
                              .put("user", session.user())
                              .put("revoked", true),
                          "user");
                }));
  }

  static List<Verb> profile() {
    View view = View.of("name", "current", "server", "logins");
    return List.of(
        Verb.named("list", "The profiles, and who is logged in where.")
            .does(
                call -> {
                  ObjectNode page = Api.JSON.createObjectNode();
                  ArrayNode items = page.putArray("items");
                  for (Profiles.Entry each : call.workplace().profiles().list()) {
                    ObjectNode item = items.addObject();
                    item.put("name", each.name());
                    item.put("current", each.current());
                    item.put("server", each.server());
                    each.logins().forEach(item.putArray("logins")::add);
                  }
                  call.output().list(view, page);
                }),
        Verb.named("use", "Makes a profile the one that is used when none is named.")
            .takes("name", "the profile, as named at login")
            .does(
                call -> {
                  call.workplace().profiles().use(call.text("name"));
                  named(call, "current");
                }),
        Verb.named("delete", "Forgets a profile and its logins.")
            .takes("name", "the profile, as named at login")
            .option(Options.yes())
            .does(
                call -> {
                  call.confirm(call.text("name"));
                  call.workplace().profiles().delete(call.text("name"));
                  named(call, "deleted");
                }));
  }

  private static void named(Call call, String what) {
    call.output()
        .one(Api.JSON.createObjectNode().put("name", call.text("name")).put(what, true), "name");
  }

  static List<Verb> completion() {
    return List.of(
        Verb.named("bash", "The script for bash: source <(omgctl completion bash)")
            .does(call -> call.output().print(AutoComplete.bash("omgctl", call.commands()))),
        Verb.named("zsh", "The script for zsh: source <(omgctl completion zsh)")
            .does(call -> call.output().print(AutoComplete.bash("omgctl", call.commands()))),
        Verb.named("fish", "The script for fish: omgctl completion fish | source")
            .does(call -> call.output().print(FishCompletion.of(call.commands()))));
  }
}
