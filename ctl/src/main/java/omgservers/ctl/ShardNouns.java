package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands about the databases of the installation, and what lies on which of them. */
final class ShardNouns {
  private static final String MOVES = "/slot-moves";
  private static final String MOVE = MOVES + "/{move}";
  private static final String FROM = "--from";
  private static final String TO = "--to";
  private static final String SLOTS = "--slots";
  private static final String COUNT = "--count";
  private static final int SLOTS_MAX = 1024;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
  private static final View VIEW =
      View.of(
          "id",
          "kind",
          "state",
          "moved",
          "slots",
          "rows",
          "longest_pause_millis",
          "reason",
          "created",
          "ended");

  private ShardNouns() {}

  static List<Verb> shard() {
    return List.of(
        Verbs.whole(
                "/shards",
                View.of(
                    "shard",
                    "slots",
                    "reachable",
                    "rows.accounts",
                    "rows.tenants",
                    "rows.clients",
                    "rows.runtimes",
                    "rows.tickets",
                    "rows.messages",
                    "outbox",
                    "oldest_letter"),
                "Databases, what they hold, and whether they answer.")
            .as(Role.ADMIN_FIRST),
        begun("move", "Moves slots to a shard while the installation works.")
            .option(Options.number(TO, "SHARD", "the shard they go to").required(true))
            .option(Options.text(SLOTS, "SLOTS", "these, as 0-63,70"))
            .option(Options.number(FROM, "SHARD", "some of this shard"))
            .option(Options.number(COUNT, "N", "so many of it"))
            .does(call -> begin(call, move(call))),
        begun("drain", "Moves all slots of a shard to the others.")
            .takes("shard", "number of the shard")
            .does(call -> begin(call, kind("DRAIN").put("from", shard(call)))),
        begun("rebalance", "Moves as few slots as it takes for all shards to have as many.")
            .does(call -> begin(call, kind("REBALANCE"))),
        Verbs.list("moves", MOVES, VIEW, new String[] {"Moves of slots, and how far they are."})
            .as(Role.ADMIN_FIRST),
        Verb.named("progress", "How far a move of slots is.")
            .at(MOVE)
            .option(Options.waiting("it has ended"))
            .as(Role.ADMIN_FIRST)
            .does(
                call -> {
                  Waiting.untilMoved(call, call.path());
                  call.output().one(call.session().read(call.path()), "id");
                }),
        Verbs.removal(
                "cancel", MOVE, "Ends a move of slots; those that have moved stay where they are.")
            .as(Role.ADMIN_FIRST));
  }

  private static Verb begun(String name, String description) {
    return Verb.named(name, description)
        .at(MOVES)
        .option(Options.waiting("all have moved"))
        .option(Options.dryRun())
        .as(Role.ADMIN_FIRST);
  }

  private static ObjectNode kind(String kind) {
    return Api.JSON.createObjectNode().put("kind", kind);
  }

  private static int shard(Call call) {
    String given = call.text("shard");
    if (!given.matches("\\d{1,3}")) {
      throw new Trouble(Trouble.USAGE, "SHARD: a number is needed, not '" + given + "'.");
    }
    return Integer.parseInt(given);
  }

  private static ObjectNode move(Call call) {
    ObjectNode body = kind("MOVE").put("to", call.number(TO));
    String slots = call.text(SLOTS);
    boolean some = call.number(FROM) != null && call.number(COUNT) != null;
    boolean none = call.number(FROM) == null && call.number(COUNT) == null;
    if (slots == null ? !some : !none) {
      throw new Trouble(
          Trouble.USAGE, "Either " + SLOTS + ", or " + FROM + " and " + COUNT + " are needed.");
    }
    if (slots == null) {
      return body.put("from", call.number(FROM)).put("count", call.number(COUNT));
    }
    ArrayNode named = body.putArray("slots");
    for (String part : slots.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new Trouble(Trouble.USAGE, SLOTS + ": '" + part + "' is no slot and no range.");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first || last >= SLOTS_MAX) {
        throw new Trouble(Trouble.USAGE, SLOTS + ": slots are 0 to 1023, not " + part + ".");
      }
      for (int slot = first; slot <= last; slot++) {
        named.add(slot);
      }
    }
    return body;
  }

  private static void begin(Call call, ObjectNode body) {
    ObjectNode made = call.session().post(call.path(), body);
    if (made.hasNonNull("id")) {
      String path = call.path() + "/" + made.path("id").asText();
      if (call.duration(Options.WAIT) != null) {
        Waiting.untilMoved(call, path);
        made = call.session().read(path);
      }
    }
    call.output().one(made, "id");
  }
}
