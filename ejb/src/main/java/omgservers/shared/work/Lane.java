package omgservers.shared.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import omgservers.shared.sharding.Outages;
import omgservers.shared.tracing.Span;

/**
 * The work of one kind on one shard: never two at once, and a wake-up while it works is not lost.
 */
final class Lane {
  /** A row that is due but could not be taken is somebody else's for the moment. */
  static final Duration BREATH = Duration.ofMillis(250);

  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int BUSY_AND_WOKEN = 2;

  private final String name;
  private final Work work;
  private final Duration rest;
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private final AtomicReference<Span.Origin> cause = new AtomicReference<>();
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  /** Does all that is due and says when to come back. */
  interface Work {
    Optional<Instant> run();
  }

  /** A lane that works, unless it is told earlier, after each rest of this length. */
  Lane(String name, Work work, Duration rest) {
    this.name = name;
    this.work = work;
    this.rest = rest;
  }

  /** Its next work was caused by this, which is recorded. */
  void causedBy(Span.Origin origin) {
    cause.set(origin);
  }

  /** What caused the work that begins now, if that is recorded; asked for once. */
  Optional<Span.Origin> cause() {
    return cause.get() == null ? Optional.empty() : Optional.ofNullable(cause.getAndSet(null));
  }

  /** Whether someone should call {@link #run} now. */
  boolean wake() {
    return state.getAndUpdate(now -> now == IDLE ? BUSY : BUSY_AND_WOKEN) == IDLE;
  }

  /** When it works next if nobody wakes it. */
  Instant next() {
    return next.get();
  }

  /** It works at this moment or before. */
  void dueBy(Instant moment) {
    next.accumulateAndGet(moment, Lane::earlier);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** That a database was lost is told once for all who need it, and not again by each of them. */
  private void tell(Throwable fault) {
    if (!Outages.caused(fault)) {
      System.getLogger(Lane.class.getName())
          .log(System.Logger.Level.WARNING, "work on " + name + " failed" + Span.mark(), fault);
    }
  }

  /** Works until nothing is due; to be called only after {@link #wake} said so. */
  void run(Supplier<Instant> clock) {
    do {
      state.set(BUSY);
      // Before the work: who says from now on that something is due may know more than it saw.
      next.set(clock.get().plus(rest));
      try {
        Optional<Instant> wanted = work.run();
        Instant now = clock.get();
        wanted.ifPresent(moment -> dueBy(moment.isAfter(now) ? moment : now.plus(BREATH)));
      } catch (RuntimeException | Error e) {
        // An error, too: a lane that stays busy would never work again.
        dueBy(clock.get().plus(FAILURE_PAUSE));
        tell(e);
      }
    } while (!state.compareAndSet(BUSY, IDLE));
  }
}
