package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;

/** Commands about the installation itself. */
final class InstallationNouns {
  private static final String SERVERS = "/pool/servers";
  private static final String SERVER = SERVERS + "/{server}";
  private static final String SLOTS = "--slots";
  private static final String DRAINING = "--draining";
  private static final View ENTRIES =
      View.of("id", "at", "actor_id", "actor_role", "operation", "tenant_id", "entity_id");

  private InstallationNouns() {}

  static List<Verb> pool() {
    return List.of(
        Verbs.list(
                SERVERS,
                View.of("name", "driver", "slots", "used", "draining", "created"),
                "Servers that game servers run on.")
            .as(Role.ADMIN_FIRST),
        Verb.named("show", "Shows a server of the pool.")
            .at(SERVER)
            .as(Role.ADMIN_FIRST)
            .does(call -> call.output().one(call.session().read(call.path()), "name")),
        Verb.named("create", "Adds a server to the pool.")
            .at(SERVERS)
            .takes("name", "name of the server")
            .option(Options.text("--driver", "DRIVER", "how it runs them").required(true))
            .option(Options.number(SLOTS, "N", "so many at once").required(true))
            .option(Options.dryRun())
            .as(Role.ADMIN_FIRST)
            .does(
                call ->
                    call.output()
                        .one(
                            call.session()
                                .post(
                                    call.path(),
                                    call.body("--driver")
                                        .put("name", call.text("name"))
                                        .put("slots", call.number(SLOTS))),
                            "name")),
        Verb.named("set", "Changes how much a server takes, or whether it takes anything.")
            .at(SERVER)
            .option(Options.number(SLOTS, "N", "so many at once"))
            .option(
                Options.choice(
                    DRAINING, "true: nothing new is put on it", List.of("true", "false")))
            .option(Options.dryRun())
            .as(Role.ADMIN_FIRST)
            .does(InstallationNouns::change),
        LogNouns.advice(),
        Verbs.delete(SERVER, "Takes a server, on which nothing runs, out of the pool.")
            .as(Role.ADMIN_FIRST));
  }

  private static void change(Call call) {
    ObjectNode body = Api.JSON.createObjectNode();
    if (call.number(SLOTS) != null) {
      body.put("slots", call.number(SLOTS));
    }
    if (call.text(DRAINING) != null) {
      body.put("draining", Boolean.parseBoolean(call.text(DRAINING)));
    }
    if (body.isEmpty()) {
      throw new Trouble(Trouble.USAGE, SLOTS + " or " + DRAINING + " is needed.");
    }
    Verbs.change(call, call.path(), body);
  }

  static List<Verb> container() {
    return List.of(
        Verbs.list(
                "/pool/containers",
                View.of("runtime_id", "server", "created"),
                "What runs on the servers of the pool.")
            .filter(Options.text("--server", "NAME", "only on this server"))
            .as(Role.ADMIN_FIRST));
  }

  static List<Verb> shard() {
    return List.of(
        Verbs.whole(
                "/shards",
                View.of(
                    "shard",
                    "slots",
                    "reachable",
                    "rows.accounts",
                    "rows.tenants",
                    "rows.clients",
                    "rows.runtimes",
                    "rows.tickets",
                    "rows.messages",
                    "outbox",
                    "oldest_letter"),
                "Databases, what they hold, and whether they answer.")
            .as(Role.ADMIN_FIRST));
  }

  static List<Verb> slot() {
    return List.of(
        Verbs.list("/slots", View.of("slot", "shard"), "Which shard holds which slot.")
            .filter(Options.number("--shard", "N", "only of this shard"))
            .as(Role.ADMIN_FIRST));
  }

  static List<Verb> instance() {
    return List.of(
        Verbs.whole(
                "/instances", View.of("number", "seen", "own"), "Running instances of the server.")
            .as(Role.ADMIN_FIRST));
  }

  static List<Verb> audit() {
    return List.of(
        Verbs.list(
                "",
                ENTRIES,
                "Who changed what: in the whole installation (support, admin), or in a tenant.")
            .mayTake("tenant", null, "id or alias of the tenant (default: everywhere)")
            .filter(Options.text("--actor", "ID", "only by this account"))
            .filter(Options.text("--operation", "NAME", "only this operation"))
            .filter(Options.text("--tenant", "ID", "only in this tenant, even one that is gone"))
            .filter(Options.text("--entity", "ID", "only of this thing"))
            .filter(Options.text("--from", "INSTANT", "from then on"))
            .filter(Options.text("--to", "INSTANT", "before then"))
            .as(Role.ADMIN_FIRST)
            .does(
                call ->
                    call.output()
                        .list(
                            ENTRIES,
                            Verbs.page(
                                call,
                                call.path(
                                    call.text("tenant") == null
                                        ? "/audit"
                                        : Places.TENANT + "/audit")))));
  }

  static List<Verb> openapi() {
    return List.of(
        Verb.named("", "Prints the contract of the API; no login is needed.")
            .at("/openapi")
            .does(
                call -> {
                  Api api =
                      new Api(
                          Sessions.server(call.workplace(), null, call.profile()),
                          call.output()::notice);
                  Answer answer = api.send(Ask.get(call.path(), null));
                  if (!answer.good()) {
                    throw Refusals.of(answer, null);
                  }
                  call.output().document(answer.body());
                }));
  }
}
