package omgservers.matchmaking;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import omgservers.matchmaking.Standings.ModeStanding;

/** The names under which a monitoring system knows how modes stand. */
final class ModeFigures {
  private static final String PREFIX = "omgservers_matchmaking_";
  private static final double MILLIS = 1_000;
  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.95;
  private static final double NEARLY_ALL = 0.99;

  private ModeFigures() {}

  static MetricSnapshots of(List<ModeStanding> modes) {
    return MetricSnapshots.builder()
        .metricSnapshot(
            gauge(modes, "tickets", "tickets that wait", mode -> (double) mode.waiting()))
        .metricSnapshot(
            gauge(
                modes,
                "oldest_seconds",
                "how long the oldest ticket has waited",
                mode -> mode.oldest() / MILLIS))
        .metricSnapshot(
            gauge(
                modes,
                "fill_ratio",
                "how full matches were when they began, of the latest",
                ModeStanding::fill))
        .metricSnapshot(
            gauge(
                modes,
                "spread",
                "how far apart those were who began a match, by the first rule about a distance",
                ModeStanding::spread))
        .metricSnapshot(waits(modes))
        .metricSnapshot(counter(modes, "matched", "tickets that got a seat", ModeStanding::matched))
        .metricSnapshot(
            counter(modes, "expired", "tickets that waited too long", ModeStanding::expired))
        .metricSnapshot(counter(modes, "rounds", "how often it was decided", ModeStanding::rounds))
        .build();
  }

  private static Labels labels(ModeStanding mode) {
    return Labels.of("deployment", Long.toString(mode.deployment()), "mode", mode.mode());
  }

  private static GaugeSnapshot gauge(
      List<ModeStanding> modes, String name, String help, Function<ModeStanding, Double> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(PREFIX + name).help(help);
    for (ModeStanding mode : modes) {
      Double known = value.apply(mode);
      if (known != null) {
        gauge.dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(mode))
                .value(known)
                .build());
      }
    }
    return gauge.build();
  }

  private static CounterSnapshot counter(
      List<ModeStanding> modes, String name, String help, ToLongFunction<ModeStanding> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(PREFIX + name).help(help);
    for (ModeStanding mode : modes) {
      counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels(mode))
              .value((double) value.applyAsLong(mode))
              .build());
    }
    return counter.build();
  }

  private static SummarySnapshot waits(List<ModeStanding> modes) {
    SummarySnapshot.Builder waits =
        SummarySnapshot.builder()
            .name(PREFIX + "wait_seconds")
            .help("how long tickets waited that got a seat, of the latest");
    for (ModeStanding mode : modes) {
      waits.dataPoint(
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(labels(mode))
              .quantiles(quantiles(mode))
              .count(mode.matched())
              .build());
    }
    return waits.build();
  }

  private static Quantiles quantiles(ModeStanding mode) {
    List<Quantile> known = new ArrayList<>();
    if (mode.p50() != null) {
      known.add(new Quantile(MEDIAN, mode.p50() / MILLIS));
      known.add(new Quantile(MOST, mode.p95() / MILLIS));
      known.add(new Quantile(NEARLY_ALL, mode.p99() / MILLIS));
    }
    return Quantiles.of(known);
  }
}
