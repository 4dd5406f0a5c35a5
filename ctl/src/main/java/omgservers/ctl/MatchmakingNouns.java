package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Commands that record the tickets of a mode and try other rules on them. */
final class MatchmakingNouns {
  private static final String MODE = Places.DEPLOYMENT + "/queues/{mode}";
  private static final String RECORDING = MODE + "/recording";
  private static final String CONFIG = "--config";
  private static final String PER_MINUTE = "--per-minute";
  private static final String MINUTES = "--minutes";
  private static final String SEED = "--seed";
  private static final int BAR = 24;
  private static final double SECOND = 1_000;

  private MatchmakingNouns() {}

  static List<Verb> matchmaking() {
    return List.of(
        Verb.named("record", "Records the tickets of a mode from now on, without names.")
            .at(RECORDING)
            .option(Options.dryRun())
            .does(
                call ->
                    call.session().write("PUT", call.path(), Api.JSON.createObjectNode(), null)),
        Verb.named("recording", "Shows how much is recorded of a mode.")
            .at(RECORDING)
            .does(call -> call.output().one(call.session().read(call.path()), "tickets")),
        Verbs.removal("erase", RECORDING, "Throws away what is recorded of a mode."),
        Verb.named(
                "simulate",
                "Tries other rules of a mode on recorded tickets, or on some that are made up.",
                "Prints waits, how full and even matches are, and who found nobody, before and after.")
            .at(MODE + "/simulation")
            .option(Options.file(CONFIG, "version config with the mode as it is to be tried, or -"))
            .option(Options.number(PER_MINUTE, "N", "make up so many tickets a minute"))
            .option(Options.number(MINUTES, "N", "for so long; 10 if not given"))
            .option(Options.number(SEED, "N", "other tickets for another number"))
            .does(MatchmakingNouns::simulate));
  }

  private static void simulate(Call call) {
    ObjectNode wish = Api.JSON.createObjectNode();
    if (call.file(CONFIG) != null) {
      wish.set("mode", mode(call.json(CONFIG), call.text("mode")));
    }
    if (call.text(PER_MINUTE) != null) {
      ObjectNode synthetic = wish.putObject("synthetic");
      synthetic.put("per_minute", number(call, PER_MINUTE, 0));
      synthetic.put("minutes", number(call, MINUTES, 10));
      synthetic.put("seed", number(call, SEED, 0));
    }
    ObjectNode result = call.session().post(call.path(), wish);
    boolean table =
        !call.flag(Options.JSON)
            && call.textOr(Options.OUTPUT, Output.TABLE_FORMAT).equals(Output.TABLE_FORMAT);
    if (table) {
      lines(result).forEach(call.output()::print);
    } else {
      call.output().document(result);
    }
  }

  private static int number(Call call, String option, int otherwise) {
    return Integer.parseInt(call.textOr(option, Integer.toString(otherwise)));
  }

  /** The mode of this name in a version config; or the config is the mode itself. */
  private static JsonNode mode(JsonNode config, String name) {
    if (!config.has("modes")) {
      return config;
    }
    for (JsonNode mode : config.path("modes")) {
      if (mode.path("name").asText().equals(name)) {
        return mode;
      }
    }
    throw new Trouble(Trouble.USAGE, "The config has no mode '" + name + "'.");
  }

  /** The comparison as a table, and the waits as a chart. */
  static List<String> lines(JsonNode result) {
    JsonNode before = result.path("before");
    JsonNode after = result.path("after");
    List<String> lines = new ArrayList<>();
    lines.add(row("", "BEFORE", "AFTER"));
    for (String count : List.of("tickets", "matched", "expired", "starved", "matches")) {
      lines.add(row(count, before.path(count).asText(), after.path(count).asText()));
    }
    for (String wait : List.of("p50", "p95", "p99", "longest_ms")) {
      String name = "wait " + wait.replace("_ms", "");
      lines.add(row(name, seconds(before.path(wait)), seconds(after.path(wait))));
    }
    for (String mean : List.of("fill", "spread")) {
      lines.add(row(mean, decimal(before.path(mean)), decimal(after.path(mean))));
    }
    lines.add("");
    lines.add(row("waited up to", "BEFORE", "AFTER"));
    int most = Math.max(1, Math.max(most(before), most(after)));
    for (int i = 0; i < before.path("waits").size(); i++) {
      JsonNode one = before.path("waits").path(i);
      JsonNode other = after.path("waits").path(i);
      String name = one.path("up_to_ms").isNull() ? "longer" : seconds(one.path("up_to_ms"));
      lines.add(row(name, bar(one, most), bar(other, most)));
    }
    return lines;
  }

  private static int most(JsonNode result) {
    int most = 0;
    for (JsonNode column : result.path("waits")) {
      most = Math.max(most, column.path("tickets").asInt());
    }
    return most;
  }

  private static String bar(JsonNode column, int most) {
    int tickets = column.path("tickets").asInt();
    int length = (int) Math.ceil((double) BAR * tickets / most);
    return "#".repeat(length) + (tickets == 0 ? "" : " " + tickets);
  }

  private static String row(String name, String before, String after) {
    return String.format(Locale.ROOT, "%-14s%-32s%s", name, before, after).stripTrailing();
  }

  private static String seconds(JsonNode milliseconds) {
    return milliseconds.isNull()
        ? "-"
        : String.format(Locale.ROOT, "%.2f s", milliseconds.asDouble() / SECOND);
  }

  private static String decimal(JsonNode value) {
    return value.isNull() ? "-" : String.format(Locale.ROOT, "%.2f", value.asDouble());
  }
}
