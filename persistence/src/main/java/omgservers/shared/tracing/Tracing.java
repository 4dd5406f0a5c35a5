package omgservers.shared.tracing;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;

/**
 * Decides what is recorded as a trace, where requests and work that nobody waits for begin. Without
 * somebody who collects traces it decides for none, and makes nothing.
 */
@ApplicationScoped
public class Tracing implements MultiCollector {
  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  private final Time time;
  private final double ratio;
  private final SpanExport export;

  /** Traces as the settings say, of this instance. */
  @Inject
  public Tracing(Settings settings, Time time, Ids ids) {
    this.time = time;
    this.ratio = settings.tracesRatio();
    this.export =
        settings
            .tracesEndpoint()
            .map(endpoint -> new SpanExport(endpoint, settings, ids::instance))
            .orElse(null);
  }

  protected Tracing() {
    this.time = null;
    this.ratio = 0;
    this.export = null;
  }

  /** Whether anything may be recorded at all. */
  public boolean isOn() {
    return export != null;
  }

  /** Whether chance has it that something that begins now is recorded. */
  public boolean isChosen() {
    return isOn() && ThreadLocalRandom.current().nextDouble() < ratio;
  }

  /** The answer to a request, which is recorded, whoever asked; below the span that it names. */
  public Span answer(Optional<TraceContext> caller, String name) {
    return Span.root(
        this,
        now(),
        caller.map(context -> new Span.Origin(context, 0)).orElse(null),
        name,
        Span.Kind.SERVER,
        System.nanoTime());
  }

  /**
   * Work in the background, each {@link Span#step} of which is recorded: below what woke it, if
   * that is, and by chance otherwise.
   */
  public Span background(Span.Origin waker) {
    return Span.silent(this, waker);
  }

  Span step(Span.Origin waker, String name) {
    if (waker == null && !isChosen()) {
      return Span.NONE;
    }
    return Span.root(this, now(), waker, name, Span.Kind.INTERNAL, System.nanoTime());
  }

  private Span.Moments now() {
    Instant now = time.now();
    return new Span.Moments(now.getEpochSecond() * NANOS + now.getNano(), System.nanoTime());
  }

  void ended(Span span) {
    export.take(span);
  }

  /** How many spans were sent, and how many lost. */
  @Override
  public MetricSnapshots collect() {
    return isOn() ? export.collect() : MetricSnapshots.of();
  }

  @PreDestroy
  void close() {
    if (isOn()) {
      export.close();
    }
  }
}
