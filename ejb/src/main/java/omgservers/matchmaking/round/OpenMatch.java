package omgservers.matchmaking.round;

import java.util.List;
import java.util.Map;

/**
 * A match that takes players.
 *
 * @param seats how many players each group has
 * @param founder the attributes of the ticket that the match was made for; null while it is empty
 * @param region where it is played, if a rule says so
 * @param players who is in it
 */
public record OpenMatch(
    long match, Map<String, Integer> seats, Attributes founder, String region, List<Long> players) {

  /** A match that is ready and has no players. */
  public static OpenMatch empty(long match) {
    return new OpenMatch(match, Map.of(), null, null, List.of());
  }

  /** How many players it has. */
  public int size() {
    return seats.values().stream().mapToInt(Integer::intValue).sum();
  }
}
