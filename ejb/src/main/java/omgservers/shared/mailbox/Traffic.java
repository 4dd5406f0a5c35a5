package omgservers.shared.mailbox;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** How much went through this instance since its start: counted as it passes, never asked for. */
@ApplicationScoped
public class Traffic implements MultiCollector {
  private final LongAdder messages = new LongAdder();
  private final LongAdder faults = new LongAdder();

  /** A message was taken to be delivered. */
  public void message() {
    messages.increment();
  }

  /** A call was answered with a fault of ours. */
  public void fault() {
    faults.increment();
  }

  /** Messages so far. */
  public long messages() {
    return messages.sum();
  }

  /** Faults so far. */
  public long faults() {
    return faults.sum();
  }

  /** The same for a monitoring system. */
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter("omgservers_messages", "Messages that were taken to be delivered.", messages()),
        counter("omgservers_faults", "Calls that were answered with a fault of ours.", faults()));
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
