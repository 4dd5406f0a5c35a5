package omgservers.system;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What comes step by step is looked at again and again, for a while that is long enough. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Await() {}

  static <T> T until(Supplier<T> look, Predicate<T> enough) {
    return within(PATIENCE, look, enough);
  }

  /** For what may take longer than all else. */
  static <T> T within(Duration patience, Supplier<T> look, Predicate<T> enough) {
    Instant end = Instant.now().plus(patience);
    T seen = look.get();
    while (!enough.test(seen)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("still " + seen);
      }
      sleep();
      seen = look.get();
    }
    return seen;
  }

  private static void sleep() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
