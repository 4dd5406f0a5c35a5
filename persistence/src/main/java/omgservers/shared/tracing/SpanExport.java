package omgservers.shared.tracing;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import omgservers.shared.platform.Settings;

/**
 * Sends what was recorded to who collects it, many spans at a time, on a thread of its own that the
 * first of them starts. What cannot be sent waits in bounds; nobody who records waits.
 */
final class SpanExport implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SpanExport.class.getName());
  private static final int BATCH_MAX = 512;
  private static final int TRIES_MAX = 4;
  private static final int SUCCESS_END = 300;
  private static final Duration GATHER = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  /** What the protocol says may be tried again. */
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final URI target;
  private final Map<String, String> headers;
  private final String service;
  private final IntSupplier instance;
  private final BlockingQueue<Span> waiting;
  private final Counter spans =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_trace_spans_total")
          .help("Recorded parts of traces: sent to the collector, or lost.")
          .labelNames("outcome")
          .build();
  private volatile Thread thread;
  private HttpClient http;
  private volatile boolean silent;
  private volatile boolean closed;

  /** Sends to the collector at this address what the instance of this number records. */
  SpanExport(URI endpoint, Settings settings, IntSupplier instance) {
    this.target = URI.create(endpoint + Otlp.PATH);
    this.headers = settings.tracesHeaders();
    this.service = settings.tracesService();
    this.waiting = new ArrayBlockingQueue<>(settings.tracesWaiting());
    this.instance = instance;
  }

  /** It is sent soon, or lost if too many wait. */
  void take(Span span) {
    if (closed || !waiting.offer(span)) {
      lost(1);
      return;
    }
    if (thread == null) {
      begin();
    }
  }

  private synchronized void begin() {
    if (thread == null && !closed) {
      thread = new Thread(this::work, "omgservers-traces");
      thread.setDaemon(true);
      thread.setContextClassLoader(SpanExport.class.getClassLoader());
      thread.start();
    }
  }

  private void work() {
    try {
      while (!closed) {
        List<Span> batch = new ArrayList<>();
        batch.add(waiting.take());
        gather(batch);
        send(batch);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "traces end", e);
    }
  }

  /** Others follow in a moment, mostly. */
  private void gather(List<Span> batch) throws InterruptedException {
    long end = System.nanoTime() + GATHER.toNanos();
    waiting.drainTo(batch, BATCH_MAX - batch.size());
    while (batch.size() < BATCH_MAX && !closed) {
      Span next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
      waiting.drainTo(batch, BATCH_MAX - batch.size());
    }
  }

  private void send(List<Span> batch) throws InterruptedException {
    byte[] body = Otlp.request(program(), batch);
    String fault = "";
    for (int tries = 0; tries < TRIES_MAX && !closed; tries++) {
      try {
        int status = post(body, ANSWER);
        if (status < SUCCESS_END) {
          sent(batch.size());
          return;
        }
        fault = "it answers " + status;
        if (!PASSING.contains(status)) {
          break;
        }
      } catch (IOException e) {
        fault = e.getClass().getSimpleName();
      }
      tell(fault);
      TimeUnit.SECONDS.sleep(1L << tries);
    }
    tell(fault);
    lost(batch.size());
  }

  private int post(byte[] body, Duration patience) throws IOException, InterruptedException {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    request.setHeader("Content-Type", Otlp.MEDIA_TYPE);
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private Map<String, Object> program() {
    return Map.of("service.name", service, "service.instance.id", instance.getAsInt() + "");
  }

  private void sent(int count) {
    spans.labelValues("sent").inc(count);
    if (silent) {
      silent = false;
      LOG.log(System.Logger.Level.INFO, "traces are sent again");
    }
  }

  private void lost(int count) {
    spans.labelValues("lost").inc(count);
  }

  /** Once, until it goes on: whoever collects traces may be away for long. */
  private void tell(String fault) {
    if (!silent && !fault.isEmpty()) {
      silent = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "traces cannot be sent to {0}: {1}",
          target.getHost(),
          fault);
    }
  }

  MetricSnapshots collect() {
    return MetricSnapshots.of(spans.collect());
  }

  /** What waits is sent if the collector takes it at once. */
  @Override
  public void close() {
    closed = true;
    Thread sender;
    synchronized (this) {
      // Nobody begins one from now on.
      sender = thread;
    }
    if (sender == null) {
      return;
    }
    sender.interrupt();
    try {
      sender.join(FAREWELL.toMillis());
      List<Span> rest = new ArrayList<>();
      waiting.drainTo(rest, BATCH_MAX);
      if (!silent && !rest.isEmpty() && !sender.isAlive()) {
        post(Otlp.request(program(), rest), FAREWELL);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the last traces are lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
