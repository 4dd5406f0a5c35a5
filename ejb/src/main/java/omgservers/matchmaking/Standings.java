package omgservers.matchmaking;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;

/**
 * How the modes stand that this instance decides for, for a monitoring system: all together, and
 * those for which most wait one by one. Developers name modes, so their number is bounded.
 */
@ApplicationScoped
class Standings implements MultiCollector {
  private final Waits waits;
  private final Time time;
  private final Settings settings;

  @Inject
  Standings(Waits waits, Time time, Settings settings) {
    this.waits = waits;
    this.time = time;
    this.settings = settings;
  }

  protected Standings() {
    this(null, null, null);
  }

  /**
   * How a mode stands; what was seen is of the latest tickets, null where nothing is known.
   *
   * @param oldest how long the first of those who wait has waited, in milliseconds
   * @param rounds how often it was decided about since the server started
   */
  record ModeStanding(
      long deployment,
      String mode,
      int waiting,
      long oldest,
      long rounds,
      Long p50,
      Long p95,
      Long p99,
      Double fill,
      Double spread,
      long matched,
      long expired) {
    private static ModeStanding of(Waits.Standing standing, Instant now) {
      Waits.Observed seen = standing.seen();
      Instant since = standing.oldest() == null ? now : standing.oldest();
      return new ModeStanding(
          standing.deployment(),
          standing.mode(),
          standing.waiting(),
          Math.max(0, Duration.between(since, now).toMillis()),
          standing.rounds(),
          seen.p50(),
          seen.p95(),
          seen.p99(),
          seen.fill(),
          seen.spread(),
          seen.matched(),
          seen.expired());
    }
  }

  @Override
  public MetricSnapshots collect() {
    Instant now = time.now();
    List<ModeStanding> modes =
        waits.all().stream()
            .map(standing -> ModeStanding.of(standing, now))
            .sorted(Comparator.comparingInt(ModeStanding::waiting).reversed())
            .limit(settings.metricsModes())
            .toList();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    ModeFigures.of(modes).forEach(all::metricSnapshot);
    waits.totals().forEach(all::metricSnapshot);
    return all.build();
  }
}
