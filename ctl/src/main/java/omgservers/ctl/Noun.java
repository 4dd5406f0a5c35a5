package omgservers.ctl;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * A kind of thing, and what can be done with it. The verbs are made only when they are asked for:
 * the tool starts fast because a command line names one noun.
 */
record Noun(String name, String description, Supplier<List<Verb>> verbs) {
  /** The noun without its verbs: enough for the list of nouns. */
  CommandSpec outline() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(description);
    return spec;
  }

  /** The noun with its verbs; one whose first verb has no name is a command itself. */
  CommandSpec spec(Workplace workplace) {
    List<Verb> all = verbs.get();
    boolean own = all.get(0).name().isEmpty();
    CommandSpec spec = own ? own(all, workplace) : group(description);
    for (Verb verb : all.subList(own ? 1 : 0, all.size())) {
      String[] words = verb.name().split(" ", 2);
      if (words.length == 1) {
        spec.addSubcommand(words[0], verb.spec(workplace));
      } else {
        if (!spec.subcommands().containsKey(words[0])) {
          spec.addSubcommand(words[0], group("Commands about the " + words[0] + "."));
        }
        spec.subcommands()
            .get(words[0])
            .getCommandSpec()
            .addSubcommand(words[1], verb.spec(workplace));
      }
    }
    return spec;
  }

  private static CommandSpec own(List<Verb> all, Workplace workplace) {
    Verb first = all.get(0);
    return all.size() == 1 ? first.spec(workplace) : first.specAbove(workplace);
  }

  /** A command that is nothing without a command below it. */
  static CommandSpec group(String... description) {
    CommandSpec[] self = new CommandSpec[1];
    Callable<Integer> incomplete =
        () -> {
          throw new ParameterException(self[0].commandLine(), "Missing required subcommand");
        };
    CommandSpec spec = CommandSpec.wrapWithoutInspection(incomplete);
    self[0] = spec;
    spec.usageMessage().description(description).sortOptions(false).abbreviateSynopsis(true);
    Options.addGlobal(spec);
    return spec;
  }
}
