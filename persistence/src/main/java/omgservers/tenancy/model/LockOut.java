package omgservers.tenancy.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many wrong passwords came in a row, and until when no other is looked at: the first few are
 * free, each one after them makes the next pause twice as long, up to a limit.
 */
public record LockOut(int failures, Instant until) {
  /** No wrong password since the last right one. */
  public static final LockOut NONE = new LockOut(0, null);

  /** The wrong password of this number is the first that is followed by a pause. */
  public static final int FAILURES_FREE = 5;

  /** The first pause. */
  public static final Duration PAUSE_FIRST = Duration.ofSeconds(1);

  /** No pause is longer than this. */
  public static final Duration PAUSE_MAX = Duration.ofMinutes(15);

  private static final int DOUBLINGS_MAX = 30;

  /** Another wrong password came. */
  public LockOut failed(Instant now) {
    int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return new LockOut(count, count < FAILURES_FREE ? null : now.plus(pauseAfter(count)));
  }

  private static Duration pauseAfter(int failures) {
    int doublings = Math.min(failures - FAILURES_FREE, DOUBLINGS_MAX);
    Duration pause = PAUSE_FIRST.multipliedBy(1L << doublings);
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }

  /** How long no password is looked at from now on, if at all. */
  public Optional<Duration> pause(Instant now) {
    return until == null || !until.isAfter(now)
        ? Optional.empty()
        : Optional.of(Duration.between(now, until));
  }
}
