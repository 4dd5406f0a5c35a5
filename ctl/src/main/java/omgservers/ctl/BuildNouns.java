package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commands about building images from source. */
final class BuildNouns {
  private static final String BUILDS = Places.PROJECT + "/builds";
  private static final String BUILD = BUILDS + "/{build}";
  private static final String TAG = "--tag";
  private static final String DOCKERFILE = "--dockerfile";
  private static final String TARGET = "--target";
  private static final String ARGUMENT = "--build-arg";
  private static final String SECRET = "--secret";
  private static final String NO_CACHE = "--no-cache";
  private static final String CONFIG = "--config";
  private static final String QUALIFIER = "--qualifier";
  private static final String GIT = "--git";
  private static final String REF = "--ref";
  private static final String DETACH = "--detach";
  private static final Set<String> WAITING = Set.of("AWAITING_SOURCE", "QUEUED");
  private static final List<String> STATES =
      List.of(
          "AWAITING_SOURCE",
          "QUEUED",
          "RUNNING",
          "SUCCEEDED",
          "FAILED",
          "TIMED_OUT",
          "CANCELLED",
          "INTERRUPTED");

  private BuildNouns() {}

  static List<Verb> build() {
    return List.of(
        start(),
        Verbs.list(
                BUILDS,
                View.of("id", "created", "tag", "state", "version_id", "reason"),
                "Builds of a project.")
            .filter(Options.choice("--state", "only in this state", STATES)),
        Verbs.show(BUILD, "Shows a build: what was wished, and how far it is."),
        LogNouns.lines("log", BUILD + "/log", "Prints what was written during a build."),
        Verb.named("cancel", "Ends a build that is not wanted any more.")
            .at(BUILD)
            .option(Options.dryRun())
            .does(call -> Verbs.write(call, "DELETE", call.path(), null)),
        Verb.named("retry", "Does a build once more that ended without a version.")
            .at(BUILD)
            .option(Options.flag(DETACH, "do not wait for its end"))
            .option(Options.dryRun())
            .does(BuildNouns::retry));
  }

  private static Verb start() {
    return Verb.named(
            "",
            "Builds an image from source, pushes it, and makes a version of it.",
            "The source is a folder, without what its .dockerignore leaves out, or a place in a Git"
                + " repository. Prints what is written meanwhile, and then the build.")
        .at(BUILDS)
        .mayTake("source", ".", "folder with the source")
        .option(Options.text(TAG, "TAG", "tag of the image (default: one of its own)"))
        .option(Options.text(DOCKERFILE, "PATH", "Dockerfile in the source (default: Dockerfile)"))
        .option(Options.text(TARGET, "NAME", "stage of the Dockerfile (default: the last)"))
        .option(Options.many(ARGUMENT, "NAME=VALUE", "a build argument, which all may see"))
        .option(
            Options.many(
                SECRET,
                "NAME[=FILE]",
                "a build argument that is shown to nobody, from a file or the environment"))
        .option(Options.flag(NO_CACHE, "use nothing of earlier builds"))
        .option(
            Options.file(
                CONFIG, "modes and groups of the version, JSON file (default: the last version's)"))
        .option(
            Options.choice(
                QUALIFIER,
                "what the image is for (default: UNIVERSAL)",
                List.of("LOBBY", "MATCH", "UNIVERSAL")))
        .option(Options.text(GIT, "URL", "fetch the source from this repository, by http(s)"))
        .option(Options.text(REF, "REF", "branch, tag or commit of the repository"))
        .option(Options.flag(DETACH, "do not wait for its end"))
        .option(Options.dryRun())
        .does(BuildNouns::build);
  }

  private static void build(Call call) {
    ObjectNode wish = wish(call);
    if (call.text(GIT) != null) {
      follow(call, call.session().post(call.path(), wish).path("id").asText());
      return;
    }
    Path folder = Path.of(call.textOr("source", "."));
    Path archive = SourcePacking.pack(folder, call.textOr(DOCKERFILE, "Dockerfile"));
    try {
      String id = call.session().post(call.path(), wish).path("id").asText();
      upload(call, id, archive);
      follow(call, id);
    } finally {
      delete(archive);
    }
  }

  private static ObjectNode wish(Call call) {
    ObjectNode wish = call.body(TAG, DOCKERFILE, TARGET);
    if (call.text(QUALIFIER) != null) {
      wish.put("qualifier", call.text(QUALIFIER).toUpperCase(Locale.ROOT));
    }
    if (call.flag(NO_CACHE)) {
      wish.put("no_cache", true);
    }
    if (call.file(CONFIG) != null) {
      wish.set("config", call.json(CONFIG));
    }
    if (call.text(REF) != null && call.text(GIT) == null) {
      throw new Trouble(Trouble.USAGE, REF + " needs " + GIT + ".");
    }
    if (call.text(GIT) != null) {
      wish.putObject("git").put("url", call.text(GIT)).put("ref", call.text(REF));
    }
    if (!call.many(ARGUMENT).isEmpty()) {
      ObjectNode arguments = wish.putObject("arguments");
      call.many(ARGUMENT).forEach(each -> argument(arguments, each));
    }
    if (!call.many(SECRET).isEmpty()) {
      ObjectNode secrets = wish.putObject("secrets");
      call.many(SECRET).forEach(each -> secret(call, secrets, each));
    }
    return wish;
  }

  private static void argument(ObjectNode arguments, String given) {
    int split = given.indexOf('=');
    if (split < 1) {
      throw new Trouble(Trouble.USAGE, ARGUMENT + ": '" + given + "' is not NAME=VALUE.");
    }
    arguments.put(given.substring(0, split), given.substring(split + 1));
  }

  /** A command line can be read by others: so a secret is never on it. */
  private static void secret(Call call, ObjectNode secrets, String given) {
    int split = given.indexOf('=');
    String name = split < 0 ? given : given.substring(0, split);
    if (split >= 0) {
      try {
        secrets.put(name, Files.readString(Path.of(given.substring(split + 1))).strip());
      } catch (IOException e) {
        throw new Trouble(Trouble.USAGE, SECRET + ": the file of " + name + " cannot be read.", e);
      }
    } else if (call.workplace().variable(name) == null) {
      throw new Trouble(Trouble.USAGE, SECRET + ": there is no variable " + name + ".");
    } else {
      secrets.put(name, call.workplace().variable(name));
    }
  }

  /** A build whose archive is not taken is not left waiting for another. */
  private static void upload(Call call, String id, Path archive) {
    if (call.output().dry()) {
      return;
    }
    String path = call.path() + "/" + Call.encode(id);
    try {
      Waiting.Progress progress = Waiting.progress(call, "uploading");
      call.session().upload(path + "/source", archive, progress::at);
      progress.end();
    } catch (Trouble e) {
      call.session().write("DELETE", path, null, null);
      throw e;
    }
  }

  private static void delete(Path archive) {
    try {
      Files.delete(archive);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, archive + " cannot be deleted.", e);
    }
  }

  private static void retry(Call call) {
    // What was written of earlier runs is not shown again.
    String next =
        call.output().dry()
            ? "0"
            : call.session().read(call.path() + "/log?tail=0").path("next_line").asText();
    call.session().post(call.path() + "/runs", null);
    follow(call, call.text("build"), next);
  }

  private static void follow(Call call, String id) {
    follow(call, id, "0");
  }

  /** Shows what happens until the build is over, and fails when it did not succeed. */
  private static void follow(Call call, String id, String fromLine) {
    String path = call.path(BUILDS) + "/" + Call.encode(id);
    if (call.output().dry()) {
      return;
    }
    if (!call.flag(DETACH)) {
      Waiting.untilBegun(call, path, view -> !WAITING.contains(view.path("state").asText()));
      LogNouns.follow(call, path + "/log?follow=true&from=" + fromLine);
    }
    ObjectNode build = call.session().read(path);
    call.output().one(build, "id");
    if (!call.flag(DETACH)) {
      requireSuccess(build);
    }
  }

  private static void requireSuccess(JsonNode build) {
    String state = build.path("state").asText();
    if (!state.equals("SUCCEEDED")) {
      throw new Trouble(
          Trouble.REFUSED,
          "The build is %s: %s"
              .formatted(state, Output.plain(build.path("reason").asText("no reason is known"))));
    }
  }
}
