package omgservers.installation;

import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.sharding.Ids;

/**
 * The JVM and the process in which this instance runs: read when somebody asks. What the library
 * could tell only by listening to the JVM is left out, since listeners outlive an application that
 * the server deploys anew.
 */
@ApplicationScoped
class ServerFigures implements MultiCollector {
  private final Ids ids;
  private final PrometheusRegistry jvm = new PrometheusRegistry();

  @Inject
  ServerFigures(Ids ids) {
    this.ids = ids;
    JvmMemoryMetrics.builder().register(jvm);
    JvmGarbageCollectorMetrics.builder().register(jvm);
    JvmThreadsMetrics.builder().register(jvm);
    JvmClassLoadingMetrics.builder().register(jvm);
    JvmBufferPoolMetrics.builder().register(jvm);
    JvmRuntimeInfoMetric.builder().register(jvm);
    ProcessMetrics.builder().register(jvm);
  }

  protected ServerFigures() {
    this.ids = null;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    jvm.scrape().forEach(all::metricSnapshot);
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("omgservers_instance")
            .help("The number of this instance in its installation.")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("number", Integer.toString(ids.instance())))
                    .build())
            .build());
    return all.build();
  }
}
