package omgservers.ctl;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Short forms to define options, and the options that many commands share. */
final class Options {
  static final String OUTPUT = "--output";
  static final String JSON = "--json";
  static final String QUIET = "--quiet";
  static final String PROFILE = "--profile";
  static final String AS = "--as";
  static final String DRY_RUN = "--dry-run";
  static final String YES = "--yes";
  static final String WAIT = "--wait";

  /** How long is waited when no time is given. */
  static final String WAIT_DEFAULT = "5m";

  private Options() {}

  /** An option with any text as its value. */
  static OptionSpec.Builder text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .arity("1");
  }

  static OptionSpec.Builder number(String name, String label, String description) {
    return text(name, label, description).type(Integer.class);
  }

  /** An option with a file as its value. */
  static OptionSpec.Builder file(String name, String description) {
    return text(name, "FILE", description).type(Path.class);
  }

  /** An option without a value. */
  static OptionSpec.Builder flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(Boolean.class)
        .arity("0")
        .defaultValue("false")
        .description(description);
  }

  /** An option whose value is one of these. */
  static OptionSpec.Builder choice(String name, String description, List<String> values) {
    return text(name, String.join("|", values), description)
        .completionCandidates(values)
        .converters(chosenFrom(values));
  }

  /** An option that can be given again and again, or with a list, with values out of these. */
  static OptionSpec.Builder choices(
      String name, String label, String description, List<String> values) {
    return many(name, label, description)
        .completionCandidates(values)
        .converters(chosenFrom(values));
  }

  /** An option that can be given again and again, or with a list. */
  static OptionSpec.Builder many(String name, String label, String description) {
    return text(name, label, description)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .splitRegex(",");
  }

  /** The options that every command has. */
  static void addGlobal(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("-o", OUTPUT)
            .type(String.class)
            .paramLabel("table|json|yaml")
            .arity("1")
            .description("the form of the result (default: table)")
            .completionCandidates(Output.FORMATS)
            .converters(chosenFrom(Output.FORMATS))
            .build());
    spec.addOption(flag(JSON, "short for --output json").hidden(true).build());
    spec.addOption(
        OptionSpec.builder("-q", QUIET)
            .type(Boolean.class)
            .arity("0")
            .defaultValue("false")
            .description("print nothing but ids")
            .build());
    spec.addOption(text(PROFILE, "NAME", "the installation, as named at login").build());
    spec.addOption(choice(AS, "whose login is used, where several are kept", Role.keys()).build());
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(Boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("show this help and exit")
            .build());
  }

  static OptionSpec.Builder dryRun() {
    return flag(DRY_RUN, "print the requests that would change something, and do not send them");
  }

  static OptionSpec.Builder yes() {
    return flag(YES, "do not ask; needed where there is no terminal");
  }

  /** An optional waiting time: for this. */
  static OptionSpec.Builder waiting(String forWhat) {
    return OptionSpec.builder(WAIT)
        .type(Duration.class)
        .paramLabel("DURATION")
        .arity("0..1")
        .fallbackValue(WAIT_DEFAULT)
        .description(
            "wait until " + forWhat + "; at most " + WAIT_DEFAULT + ", or as long as given")
        .converters((ITypeConverter<Duration>) Options::duration);
  }

  private static ITypeConverter<String> chosenFrom(List<String> values) {
    return given ->
        values.stream()
            .filter(each -> each.equalsIgnoreCase(given))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'"
                            + given
                            + "' is none of "
                            + String.join(", ", values)
                            + Similar.to(given, values)
                                .map(each -> "; did you mean " + each + "?")
                                .orElse("")));
  }

  /** A time like 90s, 5m, 1h30m or PT5M. */
  static Duration duration(String given) {
    try {
      String text = given.toUpperCase(Locale.ROOT);
      Duration duration = Duration.parse(text.startsWith("PT") ? text : "PT" + text);
      if (duration.isNegative()) {
        throw new TypeConversionException("'" + given + "' is negative");
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + given + "' is no time like 90s, 5m or 1h30m");
    }
  }
}
