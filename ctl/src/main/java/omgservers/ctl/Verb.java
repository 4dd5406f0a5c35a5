package omgservers.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command as data: what it is called, what it takes, which path of the API it is about, and its
 * work. Made with chained calls, and only when the command line names its noun.
 */
final class Verb {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  /** The arity of what must be given. */
  private static final String ONE = "1";

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("tenant", "id or alias of the tenant"),
          Map.entry("project", "id or alias of the project"),
          Map.entry("stage", "id or alias of the stage"),
          Map.entry("account", "id or alias of the account"),
          Map.entry("version", "id of the version"),
          Map.entry("build", "id of the build"),
          Map.entry("deployment", "id of the deployment"),
          Map.entry("lobby", "id of the lobby"),
          Map.entry("match", "id of the match"),
          Map.entry("mode", "the mode of the game"),
          Map.entry("ticket", "id of the ticket"),
          Map.entry("runtime", "id of the runtime"),
          Map.entry("client", "id of the client"),
          Map.entry("user", "id of the player's account"),
          Map.entry("key", "id of the key"),
          Map.entry("server", "name of the pool server"),
          Map.entry("move", "id of the move"),
          Map.entry("instance", "number of the instance"),
          Map.entry("digest", "content of the image, like sha256:…"),
          Map.entry("qualifier", "LOBBY, MATCH or UNIVERSAL"));

  private final String name;
  private final String[] description;
  private final List<PositionalParamSpec> arguments = new ArrayList<>();
  private final List<OptionSpec> options = new ArrayList<>();
  private final List<String> queries = new ArrayList<>();
  private List<Role> roles = Role.DEVELOPER_FIRST;
  private String path = "";
  private Work work;

  /** What a command does. */
  interface Work {
    void run(Call call);
  }

  private Verb(String name, String[] description) {
    this.name = name;
    this.description = description;
  }

  static Verb named(String name, String... description) {
    return new Verb(name, description);
  }

  String name() {
    return name;
  }

  /** The path of the API that this is about; its parts in braces are arguments. */
  Verb at(String about) {
    path = about;
    Matcher matcher = PLACE.matcher(about);
    while (matcher.find()) {
      takes(matcher.group(1), MEANINGS.get(matcher.group(1)));
    }
    return this;
  }

  /** An argument that must be given. */
  Verb takes(String key, String description) {
    return position(key, ONE, null, description);
  }

  /** An argument that may be left out; the fallback is null when nothing replaces it. */
  Verb mayTake(String key, String fallback, String description) {
    return position(key, "0..1", fallback, description);
  }

  /** A tenant, one of its projects, or one of that project's stages. */
  Verb mayTakePlace() {
    return mayTake("tenant", null, MEANINGS.get("tenant"))
        .mayTake("project", null, MEANINGS.get("project"))
        .mayTake("stage", null, MEANINGS.get("stage"));
  }

  private Verb position(String key, String arity, String fallback, String description) {
    arguments.add(
        PositionalParamSpec.builder()
            .index(Integer.toString(arguments.size()))
            .type(String.class)
            .paramLabel(key.toUpperCase(Locale.ROOT))
            .arity(arity)
            .required(arity.equals(ONE))
            .defaultValue(fallback)
            .description(description)
            .build());
    return this;
  }

  Verb option(OptionSpec.Builder option) {
    options.add(option.build());
    return this;
  }

  /** An option that is sent as the query parameter of its name. */
  Verb filter(OptionSpec.Builder option) {
    OptionSpec built = option.build();
    queries.add(built.longestName());
    options.add(built);
    return this;
  }

  /** Whose login is used: the first of these that is kept. */
  Verb as(List<Role> preferred) {
    roles = preferred;
    return this;
  }

  Verb does(Work done) {
    work = done;
    return this;
  }

  String path() {
    return path;
  }

  List<String> queries() {
    return queries;
  }

  List<Role> roles() {
    return roles;
  }

  /** The command for the parser, working for this workplace. */
  CommandSpec spec(Workplace workplace) {
    CommandSpec spec = bare(workplace);
    arguments.forEach(spec::addPositional);
    return spec;
  }

  /**
   * The same with commands below it. The parser would ask for its arguments when one of those is
   * meant, so they are asked for when it is this one that runs.
   */
  CommandSpec specAbove(Workplace workplace) {
    CommandSpec spec = bare(workplace);
    arguments.forEach(
        each -> spec.addPositional(PositionalParamSpec.builder(each).required(false).build()));
    return spec;
  }

  private CommandSpec bare(Workplace workplace) {
    CommandSpec[] self = new CommandSpec[1];
    Callable<Integer> run = () -> run(self[0], workplace);
    CommandSpec spec = CommandSpec.wrapWithoutInspection(run);
    self[0] = spec;
    spec.usageMessage().description(description).sortOptions(false);
    options.forEach(spec::addOption);
    Options.addGlobal(spec);
    return spec;
  }

  private int run(CommandSpec spec, Workplace workplace) {
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      if (argument.arity().min() > 0 && argument.getValue() == null) {
        throw new ParameterException(
            spec.commandLine(), "Missing required parameter: '" + argument.paramLabel() + "'");
      }
    }
    Call call = new Call(this, spec, workplace);
    try {
      work.run(call);
      call.output().end();
    } finally {
      call.output().flush();
    }
    return 0;
  }
}
