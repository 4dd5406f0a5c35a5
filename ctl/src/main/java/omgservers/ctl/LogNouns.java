package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;

/** Commands about what game servers write and use. */
final class LogNouns {
  private static final String FOLLOW = "--follow";
  private static final String TAIL = "--tail";
  private static final String STREAM = "--stream";
  private static final String CONTAINS = "--contains";
  private static final String TIMES = "--times";
  private static final int PAGE_MAX = 1_000;
  private static final int JOINED_MAX = 1 << 20;

  private LogNouns() {}

  static Verb logs() {
    return lines(
        "logs",
        Places.STAGE + "/runtimes/{runtime}/log",
        "Prints what a game server writes, also when it has ended.");
  }

  /** Prints the log at the path. */
  static Verb lines(String name, String path, String description) {
    return Verb.named(name, description)
        .at(path)
        .option(
            OptionSpec.builder("-f", FOLLOW)
                .type(Boolean.class)
                .arity("0")
                .defaultValue("false")
                .description("go on as more is written, until nothing more comes"))
        .option(Options.number(TAIL, "N", "only the last so many lines, at most " + PAGE_MAX))
        .option(
            Options.choice(
                STREAM, "only what was written there", List.of("STDOUT", "STDERR", "PLATFORM")))
        .option(Options.text(CONTAINS, "TEXT", "only lines with this text, in any case"))
        .option(Options.flag(TIMES, "begin each line with its time"))
        .does(LogNouns::print);
  }

  static List<Verb> log() {
    return List.of(
        Verbs.list(
                Places.STAGE + "/logs",
                View.of(
                    "runtime_id", "qualifier", "created", "ended_at", "exit_reason", "last_line"),
                "What is kept of game servers' output, those that are long gone too.")
            .filter(Options.text("--runtime", "ID", "only of this runtime"))
            .filter(Options.text("--version", "ID", "only of this version"))
            .filter(Options.text("--deployment", "ID", "only of this deployment"))
            .filter(Options.choice("--qualifier", "only of this kind", List.of("LOBBY", "MATCH")))
            .filter(Options.text("--exit-reason", "TEXT", "only with this text in the reason"))
            .filter(Options.text("--from", "TIME", "only of those that ran after it"))
            .filter(Options.text("--to", "TIME", "only of those that ran before it")));
  }

  static Verb use() {
    return Verb.named("use", "Shows what game servers of a version were measured to use.")
        .at(Places.PROJECT + "/versions/{version}/use")
        .does(call -> call.output().document(call.session().read(call.path())));
  }

  static Verb advice() {
    return Verb.named("advice", "Says how many more game servers of a version fit on a server.")
        .at("/pool/servers/{server}/advice")
        .filter(Options.text("--version", "ID", "id of the version").required(true))
        .as(Role.ADMIN_FIRST)
        .does(call -> call.output().document(call.session().read(call.path() + call.query())));
  }

  /** Prints the log at the path, with its query, until nothing more comes. */
  static void follow(Call call, String path) {
    Printer printer = new Printer(call);
    new Follow(call.session(), path, printer::event).run();
    printer.end();
  }

  private static String query(Call call) {
    StringBuilder query = new StringBuilder();
    for (String name : List.of(TAIL, STREAM, CONTAINS)) {
      if (call.text(name) != null) {
        query
            .append('&')
            .append(name.substring(2))
            .append('=')
            .append(Call.encode(call.text(name)));
      }
    }
    return query.toString();
  }

  private static void print(Call call) {
    boolean table =
        !call.flag(Options.JSON)
            && call.textOr(Options.OUTPUT, Output.TABLE_FORMAT).equals(Output.TABLE_FORMAT);
    if (!table) {
      if (call.flag(FOLLOW)) {
        throw new Trouble(Trouble.USAGE, "--follow prints lines only, in no other form.");
      }
      call.output().document(all(call));
      return;
    }
    Printer printer = new Printer(call);
    if (call.flag(FOLLOW)) {
      new Follow(call.session(), call.path() + "?follow=true" + query(call), printer::event).run();
    } else {
      pages(call, printer::page);
    }
    printer.end();
  }

  private static ObjectNode all(Call call) {
    ObjectNode result = Api.JSON.createObjectNode();
    ArrayNode items = result.putArray("items");
    pages(call, page -> page.path("items").forEach(items::add));
    return result;
  }

  private static void pages(Call call, java.util.function.Consumer<JsonNode> receiver) {
    String cursor = "0";
    while (cursor != null) {
      ObjectNode page =
          call.session()
              .read(call.path() + "?limit=" + PAGE_MAX + "&cursor=" + cursor + query(call));
      receiver.accept(page);
      cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
    }
  }

  /** Puts lines that were cut together again, and keeps them from steering the terminal. */
  private static final class Printer {
    private final Output output;
    private final boolean times;
    private final Map<String, StringBuilder> cut = new HashMap<>();
    private boolean told;

    Printer(Call call) {
      this.output = call.output();
      this.times = call.flag(TIMES);
    }

    void page(JsonNode page) {
      missing(page.path("missing_lines").asLong());
      page.path("items").forEach(this::line);
    }

    void event(String name, JsonNode data) {
      if (name.equals("line")) {
        line(data);
        output.flush();
      } else if (name.equals("missing")) {
        told = false;
        missing(data.path("lines").asLong());
      }
    }

    private void missing(long lines) {
      if (lines > 0 && !told) {
        output.notice(lines + " earlier lines are not kept any more.");
        told = true;
      }
    }

    private void line(JsonNode line) {
      String stream = line.path("stream").asText();
      StringBuilder text = cut.computeIfAbsent(stream, id -> new StringBuilder());
      if (text.isEmpty() && times) {
        text.append(line.path("at").asText()).append(' ');
      }
      text.append(line.path("text").asText());
      if (!line.path("cut").asBoolean() || text.length() > JOINED_MAX) {
        output.print(Output.plain(text.toString()));
        text.setLength(0);
      }
    }

    void end() {
      cut.values().stream()
          .filter(text -> !text.isEmpty())
          .forEach(text -> output.print(Output.plain(text.toString())));
    }
  }
}
