package omgservers.ctl;

import java.util.List;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;

/** Commands about the installation itself. */
final class InstallationNouns {
  private static final View ENTRIES =
      View.of("id", "at", "actor_id", "actor_role", "operation", "tenant_id", "entity_id");

  private InstallationNouns() {}

  static List<Verb> slot() {
    return List.of(
        Verbs.list("/slots", View.of("slot", "shard"), "Which shard holds which slot.")
            .filter(Options.number("--shard", "N", "only of this shard"))
            .as(Role.ADMIN_FIRST));
  }

  static List<Verb> instance() {
    return List.of(
        Verbs.whole(
                "/instances",
                View.of("number", "alive", "draining", "shards", "url", "seen", "own"),
                "Running instances of the server, and the shards on which each works.")
            .as(Role.ADMIN_FIRST),
        Verb.named(
                "drain",
                "Makes an instance ready to be stopped: it hands its shards over, and sends players and game servers elsewhere.")
            .at("/instances/{instance}/drain")
            .option(Options.dryRun())
            .as(Role.ADMIN_FIRST)
            .does(call -> Verbs.write(call, "POST", call.path(), null)));
  }

  static List<Verb> signingKey() {
    return List.of(
        Verbs.whole(
                "/signing-keys",
                View.of("id", "state", "signs_at", "ends_at"),
                "Keys that sign tokens, newest first.")
            .as(Role.ADMIN_FIRST),
        Verb.named("renew", "Makes a key that takes over from the present one after a while.")
            .at("/signing-keys")
            .option(Options.dryRun())
            .as(Role.ADMIN_FIRST)
            .does(call -> Verbs.write(call, "POST", call.path(), null)));
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
