package omgservers.shared.work;

import java.time.Duration;

/** Pauses between attempts that fail: they double, up to about a minute. */
public final class Pauses {
  private static final int DOUBLINGS_MAX = 6;

  private Pauses() {}

  /** The pause after so many failures in a row. */
  public static Duration after(int failures) {
    return Duration.ofSeconds(1L << Math.min(failures, DOUBLINGS_MAX));
  }
}
