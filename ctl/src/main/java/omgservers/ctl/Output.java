package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import omgservers.ctl.Api.Answer;

/** Where the result of a command goes, and in what form. */
final class Output {
  static final String TABLE_FORMAT = "table";
  static final String JSON_FORMAT = "json";
  static final String YAML_FORMAT = "yaml";
  static final List<String> FORMATS = List.of(TABLE_FORMAT, JSON_FORMAT, YAML_FORMAT);

  private static final Set<String> SECRETS =
      Set.of("password", "current", "fresh", "secret", "token", "raw_token");
  private static final int OK = 200;

  private final String format;
  private final boolean quiet;
  private final boolean dry;
  private final Screen screen;
  private final ArrayNode requests = Api.JSON.createArrayNode();

  /** What people see: results on one side, all else on the other. */
  record Screen(PrintWriter out, PrintWriter err, Terminal terminal) {}

  Output(String format, boolean quiet, boolean dry, Screen screen) {
    this.format = format;
    this.quiet = quiet;
    this.dry = dry;
    this.screen = screen;
  }

  boolean quiet() {
    return quiet;
  }

  /** Whether requests that change something are only shown. */
  boolean dry() {
    return dry;
  }

  Screen screen() {
    return screen;
  }

  /** Prints a page of things, as the server listed them. */
  void list(View view, ObjectNode page) {
    if (quiet) {
      page.path("items").forEach(each -> print(plain(each.path(view.id()).asText())));
    } else if (format.equals(TABLE_FORMAT)) {
      int width =
          screen.terminal().present() ? screen.terminal().width().getAsInt() : Integer.MAX_VALUE;
      Table.lines(view, page.path("items"), width).forEach(this::print);
    } else {
      structured(page);
      return;
    }
    if (page.path("next").isTextual()) {
      notice("There are more; see all with --all, or more with --limit.");
    }
  }

  /** Prints one thing, told by this member. */
  void one(ObjectNode thing, String id) {
    if (dry) {
      return;
    }
    if (quiet) {
      print(plain(thing.path(id).asText()));
    } else if (format.equals(TABLE_FORMAT)) {
      Table.members(thing).forEach(this::print);
    } else {
      structured(thing);
    }
  }

  /** Prints what belongs to others as it is: a profile, an export, a contract. */
  void document(JsonNode document) {
    if (format.equals(YAML_FORMAT)) {
      structured(document);
    } else {
      print(document.toPrettyString());
    }
  }

  /** Prints text as it is. */
  void print(String line) {
    screen.out().println(line);
  }

  /** Tells the person something that is no result. */
  void notice(String line) {
    screen.err().println(line);
    screen.err().flush();
  }

  private void structured(JsonNode result) {
    if (format.equals(YAML_FORMAT)) {
      screen.out().print(Yaml.text(result));
    } else {
      print(result.toPrettyString());
    }
  }

  /** Notes a request instead of sending it; answers with made-up ids. */
  Answer instead(String method, String path, JsonNode body) {
    // Made-up ids of earlier answers are shown as such.
    String shown = path.replace("%3C", "<").replace("%3E", ">");
    ObjectNode request = requests.addObject().put("method", method).put("path", shown);
    request.set("body", body == null ? null : masked(body));
    String last = path.substring(path.lastIndexOf('/') + 1);
    ObjectNode answer = Api.JSON.createObjectNode();
    answer.put("id", "<" + last.replaceFirst("s$", "") + ">").put("stage_id", "<stage>");
    return new Answer(OK, answer, Optional.empty(), OptionalLong.empty());
  }

  /** The command is done: what was noted is printed. */
  void end() {
    if (dry && format.equals(TABLE_FORMAT)) {
      for (JsonNode request : requests) {
        print(request.path("method").asText() + " " + request.path("path").asText());
        if (!request.path("body").isNull()) {
          print("  " + request.path("body"));
        }
      }
    } else if (dry) {
      structured(Api.JSON.createObjectNode().set("requests", requests));
    }
  }

  /** Nothing stays in a buffer. */
  void flush() {
    screen.out().flush();
    screen.err().flush();
  }

  private static JsonNode masked(JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      return body;
    }
    ObjectNode masked = Api.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      boolean secret = SECRETS.contains(member.getKey()) && member.getValue().isTextual();
      if (secret) {
        masked.put(member.getKey(), "***");
      } else if (member.getKey().equals("secrets")) {
        ObjectNode hidden = masked.putObject("secrets");
        member.getValue().properties().forEach(each -> hidden.put(each.getKey(), "***"));
      } else {
        masked.set(member.getKey(), member.getValue());
      }
    }
    return masked;
  }

  /** Text from elsewhere must not steer the terminal: control characters become marks. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point ->
                plain.appendCodePoint(
                    Character.isISOControl(point) && point != '\n' ? '?' : point));
    return plain.toString();
  }
}
