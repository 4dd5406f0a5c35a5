package omgservers.shared.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of one kind on one shard: never two at once, and a wake-up while it works is not lost.
 */
final class Lane {
  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int BUSY_AND_WOKEN = 2;

  private final String name;
  private final Work work;
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private volatile Instant next = Instant.MIN;

  /** Does all that is due and says when to come back. */
  interface Work {
    Optional<Instant> run();
  }

  Lane(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  String name() {
    return name;
  }

  /** Whether someone should call {@link #run} now. */
  boolean wake() {
    return state.getAndUpdate(now -> now == IDLE ? BUSY : BUSY_AND_WOKEN) == IDLE;
  }

  boolean isDue(Instant now) {
    return !next.isAfter(now);
  }

  /** Works until nothing is due; to be called only after {@link #wake} said so. */
  void run(Instant now, Duration net) {
    Instant latest = now.plus(net);
    do {
      state.set(BUSY);
      next = latest;
      try {
        Instant wanted = work.run().orElse(latest);
        next = wanted.isBefore(latest) ? wanted : latest;
      } catch (RuntimeException e) {
        next = now.plusSeconds(1);
        System.getLogger(Lane.class.getName())
            .log(System.Logger.Level.WARNING, "work on " + name + " failed", e);
      }
    } while (!state.compareAndSet(BUSY, IDLE));
  }
}
