package omgservers.runtime;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import omgservers.shared.platform.Fields;
import omgservers.shared.problem.Refusal;

/** Reads what a game server says when it wants a client matched. */
final class MatchmakingWish {
  /** The largest party, without the client who asks. */
  static final int PARTY_MAX = 63;

  /** So many attributes can be said, and so many latencies. */
  static final int ATTRIBUTES_MAX = 16;

  /** All attributes together, in characters of JSON. */
  static final int SIZE_MAX = 4_096;

  /** The longest name of an attribute or region, and the longest text. */
  static final int TEXT_MAX = 64;

  private static final String LATENCY = "latency";

  private MatchmakingWish() {}

  static RuntimeCommand.RequestMatchmaking read(Fields body) {
    long client = body.id("client_id");
    String mode = body.text("mode", RuntimeCommand.MODE_MAX);
    return new RuntimeCommand.RequestMatchmaking(
        client, mode, party(body, client), attributes(body));
  }

  private static List<Long> party(Fields body, long client) {
    if (!body.has("party")) {
      return List.of();
    }
    List<Long> party = body.ids("party");
    String path = body.path("party");
    if (party.size() > PARTY_MAX) {
      throw Refusal.field(path, "must have at most " + PARTY_MAX + " clients");
    }
    if (new HashSet<>(party).size() < party.size() || party.contains(client)) {
      throw Refusal.field(path, "must name each client once, and not the one who asks");
    }
    return party;
  }

  private static JsonValue attributes(Fields body) {
    if (!body.has("attributes")) {
      return null;
    }
    String path = body.path("attributes");
    if (!(body.json("attributes") instanceof JsonObject said)
        || said.toString().length() > SIZE_MAX
        || said.size() > ATTRIBUTES_MAX) {
      throw Refusal.field(
          path,
          "must be an object of at most "
              + ATTRIBUTES_MAX
              + " attributes and "
              + SIZE_MAX
              + " characters");
    }
    said.forEach((name, value) -> check(path, name, value));
    return said;
  }

  private static void check(String path, String name, JsonValue value) {
    String where = path + "." + name;
    if (name.isBlank() || name.length() > TEXT_MAX) {
      throw Refusal.field(path, "must have names of 1 to " + TEXT_MAX + " characters");
    }
    if (name.equals(LATENCY)) {
      latencies(where, value);
    } else if (value instanceof JsonString text) {
      if (text.getString().length() > TEXT_MAX) {
        throw Refusal.field(where, "must have at most " + TEXT_MAX + " characters");
      }
    } else {
      number(where, value);
    }
  }

  private static void latencies(String where, JsonValue value) {
    if (!(value instanceof JsonObject regions) || regions.size() > ATTRIBUTES_MAX) {
      throw Refusal.field(
          where, "must be an object of milliseconds by region, of at most " + ATTRIBUTES_MAX);
    }
    for (Map.Entry<String, JsonValue> region : regions.entrySet()) {
      if (number(where + "." + region.getKey(), region.getValue()) < 0) {
        throw Refusal.field(where + "." + region.getKey(), "must not be negative");
      }
    }
  }

  private static double number(String where, JsonValue value) {
    if (!(value instanceof JsonNumber number) || !Double.isFinite(number.doubleValue())) {
      throw Refusal.field(where, "must be a text or a finite number");
    }
    return number.doubleValue();
  }
}
