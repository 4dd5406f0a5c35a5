package omgservers.matchmaking.round;

import java.util.Map;

/** What a ticket says about those who want to play, for the rules of the mode. */
public record Attributes(
    Map<String, Double> numbers, Map<String, String> texts, Map<String, Double> latencies) {
  /** Nothing is said. */
  public static final Attributes NONE = new Attributes(Map.of(), Map.of(), Map.of());
}
