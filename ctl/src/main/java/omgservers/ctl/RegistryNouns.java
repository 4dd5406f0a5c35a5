package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import omgservers.ctl.Api.Answer;
import omgservers.ctl.Api.Ask;

/** Commands about the image registry: what was pushed, how much that may be, and what to trust. */
final class RegistryNouns {
  private static final String PUSH = Places.PROJECT + "/images/{digest}";
  private static final String QUOTA = Places.TENANT + "/image-quota";
  private static final String FOLLOWING = Places.STAGE + "/following";
  private static final String CONFIG = "--config";
  private static final String DEFAULT = "default";
  private static final int PEM_LINE = 64;

  private RegistryNouns() {}

  static List<Verb> registry() {
    return List.of(
        Verbs.show("/registry", "Shows where images are pushed to."),
        Verb.named(
                "check",
                "Compares the registry with what is known of it, and shows what does not fit.")
            .at("/registry/check")
            .option(Options.flag("--now", "compare once more, at once"))
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(RegistryNouns::check),
        Verb.named("certificates", "Prints the certificates that a registry has to trust, as PEM.")
            .at("/registry/jwks")
            .does(RegistryNouns::certificates),
        Verb.named("jwks", "Prints the keys that a registry has to trust, as JSON Web Key Set.")
            .at("/registry/jwks")
            .does(call -> call.output().document(open(call).body())));
  }

  /** No login is needed. */
  private static Answer open(Call call) {
    Api api =
        new Api(Sessions.server(call.workplace(), null, call.profile()), call.output()::notice);
    Answer answer = api.send(Ask.get(call.path(), null));
    if (!answer.good()) {
      throw Refusals.of(answer, null);
    }
    return answer;
  }

  private static void certificates(Call call) {
    for (JsonNode key : open(call).body().path("keys")) {
      call.output().print("-----BEGIN CERTIFICATE-----");
      String base64 = Output.plain(key.path("x5c").path(0).asText());
      for (int begin = 0; begin < base64.length(); begin += PEM_LINE) {
        call.output().print(base64.substring(begin, Math.min(begin + PEM_LINE, base64.length())));
      }
      call.output().print("-----END CERTIFICATE-----");
    }
  }

  private static void check(Call call) {
    if (call.flag("--now")) {
      Verbs.write(call, "POST", call.path(), null);
      return;
    }
    call.output().one(call.session().read(call.path()), "checked_at");
  }

  static List<Verb> push() {
    return List.of(
        Verbs.list(
                Places.PROJECT + "/images",
                View.of(
                    "digest",
                    "tags",
                    "state",
                    "version_id",
                    "size",
                    "pushed_by",
                    "pushed_at",
                    "explanation"),
                "What was pushed to a project's repository, and what became of it.")
            .filter(
                Options.choice(
                    "--state",
                    "only in this state",
                    List.of("ARRIVED", "VERSION", "REFUSED", "GOING"))),
        Verbs.show(PUSH, "Shows an image that was pushed, with its labels."),
        Verbs.delete(PUSH, "Has the registry forget an image that is no version."));
  }

  static List<Verb> quota() {
    return List.of(
        Verbs.show(QUOTA, "Shows how much a tenant keeps in the registry, and may keep.")
            .as(Role.SUPPORT_FIRST),
        Verb.named("set", "Says how much a tenant may keep in the registry (support).")
            .at(QUOTA)
            .takes("mib", "MiB, or " + DEFAULT + " for what the installation's setting says")
            .option(Options.dryRun())
            .as(List.of(Role.SUPPORT))
            .does(RegistryNouns::setQuota));
  }

  private static void setQuota(Call call) {
    String mib = call.text("mib");
    ObjectNode body = Api.JSON.createObjectNode();
    if (mib.equals(DEFAULT)) {
      body.putNull("quota_mib");
    } else {
      try {
        body.put("quota_mib", Integer.parseInt(mib));
      } catch (NumberFormatException e) {
        throw new Trouble(Trouble.USAGE, "MIB: '" + mib + "' is no whole number.", e);
      }
    }
    Verbs.write(call, "PUT", call.path(), body);
  }

  static List<Verb> follow() {
    return List.of(
        Verbs.show(FOLLOWING, "Shows the tag that a stage follows, and what came of it."),
        Verb.named(
                "set", "Deploys each version on a stage that is pushed under a tag, from now on.")
            .at(FOLLOWING)
            .takes("tag", "the tag, like latest")
            .option(Options.file(CONFIG, "deployment config, JSON file or -"))
            .option(Options.dryRun())
            .does(RegistryNouns::follow),
        Verbs.removal("stop", FOLLOWING, "Lets a stage follow nothing any more."));
  }

  private static void follow(Call call) {
    ObjectNode body = Api.JSON.createObjectNode().put("tag", call.text("tag"));
    if (call.file(CONFIG) != null) {
      body.set("config", call.json(CONFIG));
    }
    Verbs.write(call, "PUT", call.path(), body);
  }
}
