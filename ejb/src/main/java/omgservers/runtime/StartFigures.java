package omgservers.runtime;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import omgservers.pool.ProcessDriver;
import omgservers.pool.docker.DockerDriver;

/** How starts of game servers went, by the driver that made them, and who ended by themselves. */
final class StartFigures {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final String DRIVER = "driver";

  private final Counter failed =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_runtime_start_failures_total")
          .help("Starts of game servers that the driver or the engine refused.")
          .labelNames(DRIVER)
          .build();
  private final Counter stopped =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_runtime_stopped_by_themselves_total")
          .help("Game servers that were found stopped though nobody stopped them.")
          .labelNames(DRIVER)
          .build();
  private final Histogram started =
      Histogram.builder()
          .withoutExemplars()
          .name("omgservers_runtime_start_seconds")
          .help("How long the driver took for starts that it made; their number is that of starts.")
          .labelNames(DRIVER)
          .classicOnly()
          .classicUpperBounds(.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30)
          .build();

  StartFigures() {
    for (String driver : List.of(DockerDriver.NAME, ProcessDriver.NAME)) {
      failed.initLabelValues(driver);
      stopped.initLabelValues(driver);
      started.initLabelValues(driver);
    }
  }

  void started(String driver, long nanos) {
    started.labelValues(driver).observe(nanos / NANOS);
  }

  void failed(String driver) {
    failed.labelValues(driver).inc();
  }

  void foundStopped(String driver) {
    stopped.labelValues(driver).inc();
  }

  MetricSnapshots collect() {
    return MetricSnapshots.of(failed.collect(), stopped.collect(), started.collect());
  }
}
