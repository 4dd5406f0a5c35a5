package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A ticket that waits.
 *
 * @param since when it asked first
 * @param players who plays, one or a party that stays together
 * @param met with whom they were in a match, and when that began; empty if no rule asks for it
 */
public record Wish(
    long ticket, Instant since, List<Long> players, Attributes attributes, Map<Long, Instant> met) {

  /** A ticket of a player about whom nothing is known. */
  public static Wish plain(long ticket, Instant since) {
    return new Wish(ticket, since, List.of(ticket), Attributes.NONE, Map.of());
  }

  /** How many players it is for. */
  public int size() {
    return players.size();
  }

  /** Whether somebody of the players began a match with somebody of these after the moment. */
  boolean hasMet(List<Long> others, Instant since) {
    if (met.isEmpty()) {
      return false;
    }
    for (Long other : others) {
      Instant last = met.get(other);
      if (last != null && last.toEpochMilli() > since.toEpochMilli()) {
        return true;
      }
    }
    return false;
  }
}
