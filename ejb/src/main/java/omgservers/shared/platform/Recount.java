package omgservers.shared.platform;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Figures that only databases know. However many ask, they are counted once in a pause, and what
 * takes long to count less often, so that counting takes at most a twentieth of the time.
 */
public abstract class Recount implements MultiCollector {
  private static final int COST_SHARE = 20;

  private final Supplier<Duration> pause;
  private MetricSnapshots latest;
  private long until;

  /** Counted once in this pause. */
  protected Recount(Supplier<Duration> pause) {
    this.pause = pause;
  }

  /** Counts anew; what cannot be counted now is left out. */
  protected abstract MetricSnapshots count();

  @Override
  public synchronized MetricSnapshots collect() {
    long begin = System.nanoTime();
    if (latest == null || begin - until >= 0) {
      latest = countIfPossible();
      long cost = System.nanoTime() - begin;
      until = begin + Math.max(pause.get().toNanos(), cost * COST_SHARE);
    }
    return latest;
  }

  /** All other figures are told, just when something is broken. */
  private MetricSnapshots countIfPossible() {
    try {
      return count();
    } catch (RuntimeException e) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.WARNING, "not counted now: {0}", e.getMessage());
      return MetricSnapshots.of();
    }
  }
}
