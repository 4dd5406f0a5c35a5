package omgservers.shared.moves;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The time for which a slot is closed, and how far its switch has come. */
final class Pause {
  /** Of a pause that is longer, the log says where it went. */
  static final Duration LONG = Duration.ofMillis(250);

  private final int slot;
  private final Consumer<String> told;
  private final LongSupplier nanos;
  private final long begun;
  private final StringBuilder steps = new StringBuilder();
  private long last;

  /** The slot is being closed now; who listens hears of each step. */
  Pause(int slot, Consumer<String> told) {
    this(slot, told, System::nanoTime);
  }

  /** By this clock, which tells nanoseconds. */
  Pause(int slot, Consumer<String> told, LongSupplier nanos) {
    this.slot = slot;
    this.told = told;
    this.nanos = nanos;
    begun = nanos.getAsLong();
    last = begun;
  }

  /** The step was reached. */
  void reached(String step) {
    long now = nanos.getAsLong();
    steps.append(", ").append(step).append(' ').append(Duration.ofNanos(now - last).toMillis());
    last = now;
    told.accept(step);
  }

  /** How long it has lasted. */
  Duration length() {
    return Duration.ofNanos(nanos.getAsLong() - begun);
  }

  /** It is over: if it was long, the log tells the milliseconds until each step. */
  void tell() {
    Duration length = length();
    if (length.compareTo(LONG) > 0) {
      System.getLogger(Pause.class.getName())
          .log(
              System.Logger.Level.INFO,
              "slot " + slot + " was closed for " + length.toMillis() + " ms" + steps);
    }
  }
}
