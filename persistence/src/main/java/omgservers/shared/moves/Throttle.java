package omgservers.shared.moves;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps a move out of the way of those who play: no more than so many bytes in a second, and work
 * for no more than a share of the time. Only copying and comparing rest: what must keep up with
 * changes, or has callers waiting, would never be done, or too late.
 */
final class Throttle {
  /** Work this short is not rested for yet. */
  static final Duration STEP = Duration.ofMillis(5);

  /** No rest takes longer: a single statement may have taken minutes. */
  static final Duration REST_MAX = Duration.ofSeconds(2);

  private static final double MIB = 1 << 20;
  private static final double ALL = 100;

  private final double bytesPerNano;
  private final double restPerWork;
  private final LongSupplier nanos;
  private final Consumer<Duration> sleep;
  private long begun;
  private long free;

  /** No more than this many MiB a second, and this percentage of the time. */
  Throttle(int mibPerSecond, int percent) {
    this(mibPerSecond, percent, System::nanoTime, Sql::sleep);
  }

  Throttle(int mibPerSecond, int percent, LongSupplier nanos, Consumer<Duration> sleep) {
    this.bytesPerNano = mibPerSecond * MIB / Duration.ofSeconds(1).toNanos();
    this.restPerWork = (ALL - percent) / percent;
    this.nanos = nanos;
    this.sleep = sleep;
    this.begun = nanos.getAsLong();
    this.free = begun;
  }

  /** So many bytes were copied, by work that rests. */
  void passed(int bytes) {
    held(bytes);
    rest();
  }

  /** So many bytes were copied, by work that cannot rest. */
  void held(int bytes) {
    long now = nanos.getAsLong();
    free = Math.max(free, now) + Math.round(bytes / bytesPerNano);
    if (free - now > STEP.toNanos()) {
      sleep.accept(Duration.ofNanos(free - now));
      // A wait for the bytes is a rest, too.
      begun += nanos.getAsLong() - now;
    }
  }

  /** Rests for what was done since it last did. */
  void rest() {
    long worked = nanos.getAsLong() - begun;
    if (worked > STEP.toNanos()) {
      sleep.accept(
          Duration.ofNanos((long) Math.min(worked * restPerWork, (double) REST_MAX.toNanos())));
      begun = nanos.getAsLong();
    }
  }

  /** What passed since the last rest was waiting for others, and is not rested for. */
  void waited() {
    begun = nanos.getAsLong();
  }
}
