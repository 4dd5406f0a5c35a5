package omgservers.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual from the commands themselves, in the two forms that it is read in. */
final class Manual {
  private static final List<String> GLOBAL =
      List.of(Options.OUTPUT, Options.JSON, Options.QUIET, Options.PROFILE, Options.AS, "--help");

  private final List<Entry> entries = new ArrayList<>();

  /** A command with all that it takes. */
  private record Entry(String noun, String path, CommandSpec spec) {
    String synopsis() {
      return Stream.concat(
              Stream.of("omgctl", path),
              Stream.concat(
                  spec.positionalParameters().stream().map(Entry::argument),
                  own(spec).map(Entry::option)))
          .collect(Collectors.joining(" "));
    }

    private static String argument(PositionalParamSpec argument) {
      return argument.required() ? argument.paramLabel() : "[" + argument.paramLabel() + "]";
    }

    private static String option(OptionSpec option) {
      String text = option.longestName() + label(option);
      return option.required() ? text : "[" + text + "]";
    }
  }

  Manual(CommandLine root) {
    for (Map.Entry<String, CommandLine> noun : root.getSubcommands().entrySet()) {
      if (!noun.getKey().equals("help")) {
        collect(noun.getKey(), noun.getKey(), noun.getValue());
      }
    }
  }

  private void collect(String noun, String path, CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      entries.add(new Entry(noun, path, command.getCommandSpec()));
    }
    command.getSubcommands().forEach((name, below) -> collect(noun, path + " " + name, below));
  }

  private static Stream<OptionSpec> own(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden() && !GLOBAL.contains(option.longestName()));
  }

  private static String label(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    String label = option.paramLabel();
    return option.arity().min() == 0 ? "[=" + label + "]" : "=" + label;
  }

  private static String described(ArgSpec argument) {
    String text = String.join(" ", argument.description());
    boolean again = argument instanceof OptionSpec && argument.isMultiValue();
    return again ? text + " (can be repeated, or given as a list)" : text;
  }

  /** The manual for readers of the repository, after this text. */
  String markdown(String head) {
    StringBuilder text = new StringBuilder(head);
    text.append("\n## Options of all commands\n\n");
    entries.get(0).spec().options().stream()
        .filter(option -> !option.hidden() && GLOBAL.contains(option.longestName()))
        .forEach(option -> text.append(item(names(option), described(option))));
    text.append("\n## Commands\n");
    String noun = "";
    for (Entry entry : entries) {
      if (!entry.noun().equals(noun)) {
        noun = entry.noun();
        text.append("\n### ").append(noun).append('\n');
      }
      text.append("\n`").append(entry.synopsis()).append("`\n\n");
      text.append(String.join("\n", entry.spec().usageMessage().description())).append('\n');
      List<String> items = new ArrayList<>();
      entry
          .spec()
          .positionalParameters()
          .forEach(each -> items.add(item(each.paramLabel(), described(each))));
      own(entry.spec()).forEach(each -> items.add(item(names(each), described(each))));
      if (!items.isEmpty()) {
        text.append('\n').append(String.join("", items));
      }
    }
    return text.toString();
  }

  private static String item(String name, String description) {
    return "- `" + name + "`: " + description + "\n";
  }

  private static String names(OptionSpec option) {
    return String.join(", ", option.names()) + label(option);
  }

  /** The manual for the man command. */
  String roff() {
    StringBuilder text = new StringBuilder();
    text.append(".\\\" Made from the commands themselves; see ManualTest.\n");
    text.append(".TH OMGCTL 1 \"\" \"").append(Omgctl.VERSION).append("\"\n");
    text.append(".SH NAME\nomgctl \\- steers an OMGSERVERS installation\n");
    text.append(".SH SYNOPSIS\n.B omgctl\nNOUN VERB [ARGUMENTS] [OPTIONS]\n");
    text.append(".SH OPTIONS OF ALL COMMANDS\n");
    entries.get(0).spec().options().stream()
        .filter(option -> !option.hidden() && GLOBAL.contains(option.longestName()))
        .forEach(option -> paragraph(text, names(option), described(option)));
    text.append(".SH COMMANDS\n");
    for (Entry entry : entries) {
      text.append(".SS ").append(escaped(entry.path())).append('\n');
      text.append(".B ").append(escaped(entry.synopsis())).append("\n.PP\n");
      for (String line : entry.spec().usageMessage().description()) {
        text.append(escaped(line)).append('\n');
      }
      entry
          .spec()
          .positionalParameters()
          .forEach(each -> paragraph(text, each.paramLabel(), described(each)));
      own(entry.spec()).forEach(each -> paragraph(text, names(each), described(each)));
    }
    text.append(".SH EXIT STATUS\n");
    for (String[] code : EXITS) {
      paragraph(text, code[0], code[1]);
    }
    return text.toString();
  }

  private static void paragraph(StringBuilder text, String name, String description) {
    text.append(".TP\n.B ").append(escaped(name)).append('\n');
    text.append(escaped(description)).append('\n');
  }

  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }

  private static final String[][] EXITS = {
    {"0", "done"},
    {"1", "refused by the server"},
    {"2", "wrong usage"},
    {"3", "no answer"},
    {"4", "not logged in"},
    {"5", "not found"},
    {"6", "conflict, or changed meanwhile"},
    {"7", "what was waited for did not happen in time"},
  };
}
