package omgservers.shared.platform;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures that are read at one moment, put together for a monitoring system. */
public final class Gauges {
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();

  /** A figure of this name is told, also when nothing is put under it. */
  public Gauges tell(String name, String help) {
    gauges.put(name, GaugeSnapshot.builder().name(name).help(help));
    return this;
  }

  /** The figure is this; labels are names and values in turn. */
  public void put(String name, double value, String... labels) {
    gauges
        .get(name)
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(value)
                .build());
  }

  /** All of them. */
  public MetricSnapshots all() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    return all.build();
  }
}
