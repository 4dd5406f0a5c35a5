package omgservers.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One run of a command: what was typed, whose login it uses, and where its result goes. */
final class Call {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final String PREFIX = "/api/v1";

  private final Verb verb;
  private final CommandSpec spec;
  private final Workplace workplace;
  private final Output output;
  private Session session;

  Call(Verb verb, CommandSpec spec, Workplace workplace) {
    this.verb = verb;
    this.spec = spec;
    this.workplace = workplace;
    CommandLine commandLine = spec.commandLine();
    this.output =
        new Output(
            flag(Options.JSON) ? Output.JSON_FORMAT : textOr(Options.OUTPUT, Output.TABLE_FORMAT),
            flag(Options.QUIET),
            flag(Options.DRY_RUN),
            new Output.Screen(commandLine.getOut(), commandLine.getErr(), workplace.terminal()));
  }

  Workplace workplace() {
    return workplace;
  }

  Output output() {
    return output;
  }

  /** All commands in full, for what is made from them. */
  CommandLine commands() {
    return Omgctl.complete(workplace);
  }

  /** The value of an option (told with its dashes) or an argument; null when it is not given. */
  String text(String name) {
    if (!name.startsWith("-")) {
      String label = name.toUpperCase(Locale.ROOT);
      for (PositionalParamSpec each : spec.positionalParameters()) {
        if (each.paramLabel().equals(label)) {
          return each.getValue();
        }
      }
      return null;
    }
    Object value = option(name);
    return value == null ? null : value.toString();
  }

  String textOr(String name, String fallback) {
    String text = text(name);
    return text == null ? fallback : text;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(option(name));
  }

  /** A number, or null. */
  Integer number(String name) {
    return option(name) instanceof Integer value ? value : null;
  }

  /** The time of an option, or null. */
  Duration duration(String name) {
    return option(name) instanceof Duration value ? value : null;
  }

  /** The file of an option, or null. */
  Path file(String name) {
    return option(name) instanceof Path value ? value : null;
  }

  /** The values of an option that can be repeated; empty when it is not given. */
  List<String> many(String name) {
    return option(name) instanceof List<?> values
        ? values.stream().map(Object::toString).toList()
        : List.of();
  }

  /** Global options may also stand before the noun or the verb. */
  private Object option(String name) {
    for (CommandSpec each = spec; each != null; each = each.parent()) {
      OptionSpec option = each.findOption(name);
      CommandLine.ParseResult parsed = each.commandLine().getParseResult();
      if (option != null && parsed != null && parsed.hasMatchedOption(option)) {
        return option.getValue();
      }
    }
    OptionSpec option = spec.findOption(name);
    return option == null ? null : option.getValue();
  }

  /** The command's path in the API. */
  String path() {
    return path(verb.path());
  }

  /** A path in the API with the arguments of this call in its places. */
  String path(String template) {
    return PREFIX + PLACE.matcher(template).replaceAll(place -> encode(text(place.group(1))));
  }

  /** The filters that were given, as a query; empty when there are none. */
  String query() {
    StringBuilder query = new StringBuilder();
    for (String name : verb.queries()) {
      String value = text(name);
      if (value != null) {
        query.append(query.isEmpty() ? '?' : '&');
        query.append(name.substring(2).replace('-', '_')).append('=').append(encode(value));
      }
    }
    return query.toString();
  }

  /** A part of a path: an empty one, or one of dots, would be another path. */
  static String encode(String part) {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      throw new Trouble(Trouble.USAGE, "'" + part + "' is no id and no alias.");
    }
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The profile that this call is about. */
  String profile() {
    return Sessions.profile(workplace, text(Options.PROFILE));
  }

  /** The login that this call uses, opened when first asked for. */
  Session session() {
    if (session == null) {
      String role = text(Options.AS);
      List<Role> roles = role == null ? verb.roles() : List.of(Role.of(role));
      session = new Sessions(workplace, output).open(profile(), roles);
    }
    return session;
  }

  /** The JSON in the file of an option. */
  JsonNode json(String option) {
    Path file = file(option);
    try {
      JsonNode read = Api.JSON.readTree(content(file));
      if (read.isMissingNode()) {
        throw new Trouble(Trouble.USAGE, file + " is empty.");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new Trouble(Trouble.USAGE, file + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The text of a file; "-" is what is piped in. */
  private String content(Path file) {
    try {
      return file.toString().equals("-")
          ? new String(workplace.input().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(file);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be read.", e);
    }
  }

  /** A member for each of these options that is given, named as the option. */
  ObjectNode body(String... options) {
    ObjectNode body = Api.JSON.createObjectNode();
    for (String name : options) {
      String value = text(name);
      if (value != null) {
        body.put(name.substring(2).replace('-', '_'), value);
      }
    }
    return body;
  }

  /** Lets the person confirm that this is to go; nothing happens otherwise. */
  void confirm(String what) {
    if (flag(Options.YES) || flag(Options.DRY_RUN)) {
      return;
    }
    if (!workplace.terminal().present()) {
      throw new Trouble(Trouble.USAGE, "Nobody can be asked here: --yes is needed.");
    }
    String typed =
        workplace.terminal().ask().apply("Type " + what + " to confirm that it is to go: ");
    if (typed == null || !typed.strip().equals(what)) {
      throw new Trouble(Trouble.USAGE, "Not confirmed; nothing was done.");
    }
  }
}
