package omgservers.matchmaking;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import omgservers.matchmaking.round.Attributes;
import omgservers.registry.ModeRule;
import omgservers.registry.VersionConfig;
import omgservers.shared.platform.Json;

/** Compares what tickets say with what the rules of a mode ask for. */
final class Attributing {
  private static final String LATENCY = "latency";

  private Attributing() {}

  /** What is kept, as it was checked before. */
  static Attributes read(String json) {
    if (json == null) {
      return Attributes.NONE;
    }
    Map<String, Double> numbers = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    Map<String, Double> latencies = new HashMap<>();
    Json.value(json)
        .asJsonObject()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonNumber number) {
                numbers.put(name, number.doubleValue());
              } else if (value instanceof JsonString text) {
                texts.put(name, text.getString());
              } else if (value instanceof JsonObject regions) {
                regions.forEach(
                    (region, latency) ->
                        latencies.put(region, ((JsonNumber) latency).doubleValue()));
              }
            });
    return new Attributes(Map.copyOf(numbers), Map.copyOf(texts), Map.copyOf(latencies));
  }

  /** The region with the least latency of what a ticket says; null if it tells of none. */
  static String nearest(String json) {
    return read(json).latencies().entrySet().stream()
        .min(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** What is wrong with what a ticket for the mode says; null if nothing is. */
  static String fault(VersionConfig.Mode mode, JsonValue said) {
    JsonObject attributes =
        said instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    Set<String> known = new HashSet<>();
    for (ModeRule rule : mode.allRules()) {
      String fault =
          switch (rule.kind()) {
            case DISTANCE, EQUAL -> {
              known.add(rule.attribute());
              yield fault(rule, attributes.get(rule.attribute()));
            }
            case LATENCY -> {
              known.add(LATENCY);
              yield latencyFault(rule, attributes.get(LATENCY));
            }
            case REMATCH -> null;
          };
      if (fault != null) {
        return fault;
      }
    }
    for (String name : attributes.keySet()) {
      if (!known.contains(name)) {
        return "attributes.%s: the mode has no rule about it".formatted(name);
      }
    }
    return null;
  }

  private static String fault(ModeRule rule, JsonValue value) {
    String where = "attributes." + rule.attribute() + ": ";
    if (value == null) {
      return rule.otherwise() == null ? where + "is missing" : null;
    }
    boolean number = rule.kind() == ModeRule.Kind.DISTANCE;
    boolean right = number ? value instanceof JsonNumber : value instanceof JsonString;
    return right ? null : where + "must be a " + (number ? "number" : "text");
  }

  private static String latencyFault(ModeRule rule, JsonValue value) {
    if (!(value instanceof JsonObject regions) || regions.isEmpty()) {
      return "attributes.latency: must tell milliseconds of one region at least";
    }
    for (String region : regions.keySet()) {
      if (!rule.regions().contains(region)) {
        return "attributes.latency.%s: the mode knows no such region".formatted(region);
      }
    }
    return null;
  }
}
