package omgservers.shared.sharding;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;

/**
 * How many transactions each database has, and how long they wait for a connection: pools of all
 * servers show there when they are too small, and there is one for each database.
 */
final class DatabaseFigures {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final String DATABASE = "database";

  private final Gauge open =
      Gauge.builder()
          .withoutExemplars()
          .name("omgservers_database_connections_in_use")
          .help("Connections that transactions of this instance hold now.")
          .labelNames(DATABASE)
          .build();
  private final Counter ended =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_database_transactions_total")
          .help("Transactions that ended, by how.")
          .labelNames(DATABASE, "outcome")
          .build();
  private final Histogram waited =
      Histogram.builder()
          .withoutExemplars()
          .name("omgservers_database_connection_wait_seconds")
          .help("How long transactions waited for their connection.")
          .labelNames(DATABASE)
          .classicOnly()
          .classicUpperBounds(.0001, .001, .01, .1, 1, 10)
          .build();

  /** A transaction has its connection to the database of this name, after so long. */
  void began(String name, long nanos) {
    waited.labelValues(label(name)).observe(nanos / NANOS);
    open.labelValues(label(name)).inc();
  }

  /** It is over. */
  void ended(String name, boolean committed) {
    open.labelValues(label(name)).dec();
    ended.labelValues(label(name), committed ? "committed" : "rolled_back").inc();
  }

  private static String label(String name) {
    return name.startsWith("the ") ? name.substring("the ".length()) : name;
  }

  MetricSnapshots collect() {
    return MetricSnapshots.of(open.collect(), ended.collect(), waited.collect());
  }
}
