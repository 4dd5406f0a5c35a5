package omgservers.matchmaking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a mode in which very many wait from taking the time of the others of its matchmaker: after
 * a round that took long it rests for a multiple of that, while brief rounds follow each other as
 * tickets come.
 */
final class Pace {
  /** A round of some thousand tickets takes no longer, and does not rest. */
  static final Duration BRIEF = Duration.ofMillis(50);

  /** A mode takes at most one part of its matchmaker's time, and leaves these to the others. */
  static final int REST = 4;

  /** Nobody waits longer for the next round, however many wait. */
  static final Duration REST_MAX = Duration.ofSeconds(10);

  /** So long after its rest a mode lets others go first. */
  static final Duration COURTESY = Duration.ofSeconds(1);

  private final Map<String, Instant> rested = new HashMap<>();

  /** The rounds of the mode that were just played took so much time of the processor. */
  void played(String mode, Duration time, Instant now) {
    if (time.compareTo(BRIEF) <= 0) {
      rested.remove(mode);
    } else {
      // In whole milliseconds: databases keep no nanoseconds, and would wake the mode too early.
      Duration rest = Duration.ofMillis(time.toMillis() * REST);
      rested.put(mode, now.plus(rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest));
    }
  }

  /** Whether the last rounds of the mode took long. */
  boolean isSlow(String mode) {
    return rested.containsKey(mode);
  }

  /** Whether others may go first: the mode is slow, and has not let them for long. */
  boolean mayWait(String mode, Instant now) {
    return isSlow(mode) && now.isBefore(rested.get(mode).plus(COURTESY));
  }

  /** The moment, or the end of the mode's rest if that is later. */
  Instant notBefore(String mode, Instant moment) {
    Instant end = rested.getOrDefault(mode, moment);
    return end.isAfter(moment) ? end : moment;
  }
}
