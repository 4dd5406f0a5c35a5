package omgservers.shared.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Status;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import omgservers.shared.platform.TestSettings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<io.opentelemetry.proto.trace.v1.Span> told =
      new ArrayBlockingQueue<>(1_000);
  private final Semaphore refused = new Semaphore(0);
  private HttpServer collector;
  private Tracing tracing;
  private volatile int status = 200;

  private Tracing tracing(Map<String, String> settings) {
    tracing =
        new Tracing(TestSettings.of(settings), new Time(Clock.systemUTC()), TestShards.get().ids());
    return tracing;
  }

  private Tracing open(String ratio) throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            ExportTraceServiceRequest request =
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
            if (status == 200) {
              request.getResourceSpans(0).getScopeSpans(0).getSpansList().forEach(told::add);
            }
            exchange.sendResponseHeaders(status, -1);
            if (status != 200) {
              refused.release();
            }
          }
        });
    collector.start();
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "omgservers.traces.endpoint", "http://127.0.0.1:" + collector.getAddress().getPort());
    settings.put("omgservers.traces.ratio", ratio);
    settings.put("omgservers.traces.waiting", "64");
    return tracing(settings);
  }

  @AfterEach
  void close() {
    if (tracing != null) {
      tracing.close();
    }
    if (collector != null) {
      collector.stop(0);
    }
  }

  private io.opentelemetry.proto.trace.v1.Span next() throws InterruptedException {
    io.opentelemetry.proto.trace.v1.Span span = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(span).isNotNull();
    return span;
  }

  private static double lost(Tracing tracing) {
    return tracing.collect().stream()
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .filter(point -> "lost".equals(point.getLabels().get("outcome")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private static boolean sends() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("omgservers-traces"));
  }

  @Test
  void isOffAndHasNoThreadWithoutACollector() {
    Tracing off = tracing(Map.of());
    assertThat(off.isOn()).isFalse();
    assertThat(off.isChosen()).isFalse();
    assertThat(Span.child("anything", Span.Kind.INTERNAL).isRecorded()).isFalse();
    assertThat(Span.mark()).isEmpty();
    Runnable task = () -> {};
    assertThat(Span.carried(task)).isSameAs(task);
    assertThat(sends()).isFalse();
  }

  @Test
  void tellsWhatIsPartOfWhat() throws Exception {
    TraceContext caller =
        TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00").orElseThrow();
    Span.Origin origin;
    try (Span answer = open("1").answer(Optional.of(caller), "GET api")) {
      assertThat(answer.isRecorded()).isTrue();
      assertThat(Span.mark()).isEqualTo(", trace 0af7651916cd43dd8448eb211c80319c");
      try (Span part = Span.child("part", Span.Kind.CLIENT)) {
        part.set("text", "ä").set("number", -7L).failed(new IllegalStateException("secret"));
      }
      origin = Span.cause().orElseThrow();
      Thread other = new Thread(Span.carried(() -> Span.step("elsewhere").close()));
      other.start();
      other.join();
    }
    assertThat(Span.isRecording()).isFalse();
    Span background = tracing.background(origin);
    assertThat(Span.child("a look that nobody needs", Span.Kind.CLIENT).isRecorded()).isFalse();
    Span.step("work").close();
    background.close();
    var part = next();
    var elsewhere = next();
    var answer = next();
    var step = next();
    assertThat(List.of(part, elsewhere, answer, step))
        .extracting(io.opentelemetry.proto.trace.v1.Span::getName)
        .containsExactly("part", "step of elsewhere", "GET api", "step of work");
    assertThat(List.of(part, elsewhere, step))
        .allSatisfy(
            span -> {
              assertThat(span.getParentSpanId()).isEqualTo(answer.getSpanId());
              assertThat(span.getTraceId()).isEqualTo(answer.getTraceId());
              assertThat(span.getEndTimeUnixNano())
                  .isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
            });
    assertThat(part.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(part.getAttributesList().toString())
        .contains("int_value: -7", "java.lang.IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void followsWhatWakesItselfNotForEver() throws IOException {
    Span.Origin origin;
    try (Span answer = open("0").answer(Optional.empty(), "GET api")) {
      assertThat(answer.isRecorded()).isTrue();
      origin = Span.cause().orElseThrow();
    }
    int rounds = 0;
    while (origin != null) {
      Span background = tracing.background(origin);
      Span step = Span.step("round");
      origin = Span.cause().orElse(null);
      step.close();
      background.close();
      rounds++;
    }
    assertThat(rounds).isEqualTo(Span.HOPS_MAX);
    Span background = tracing.background(null);
    assertThat(Span.step("not chosen").isRecorded()).isFalse();
    background.close();
  }

  /** What the log is told in warnings while this is done. */
  private static List<String> warned(Callable<?> action) throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(SpanExport.class.getName());
    Filter before = logger.getFilter();
    logger.setFilter(
        line -> {
          if (line.getLevel().equals(Level.WARNING)) {
            warnings.add(line.getMessage());
          }
          return true;
        });
    try {
      action.call();
    } finally {
      logger.setFilter(before);
    }
    return warnings;
  }

  @Test
  void sendsAgainWhatACollectorCouldNotTakeAndLosesWhatIsTooMuch() throws Exception {
    status = 503;
    Tracing on = open("1");
    List<String> warnings =
        warned(
            () -> {
              for (int each = 0; each < 1_000; each++) {
                on.answer(Optional.empty(), "GET api").close();
              }
              assertThat(lost(on)).isPositive();
              assertThat(refused.tryAcquire(3, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
              status = 200;
              return next();
            });
    assertThat(warnings).hasSize(1);
  }

  @Test
  void waitsForNobodyWhoIsAway() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Tracing on = tracing(Map.of("omgservers.traces.endpoint", "http://127.0.0.1:" + free));
    for (int each = 0; each < 10_000; each++) {
      on.answer(Optional.empty(), "GET api").close();
    }
    assertThat(sends()).isTrue();
    on.close();
    assertThat(lost(on)).isPositive();
  }

  @Test
  void tellsOfStatementsWhatTheyAreAboutAndNotWhatTheyAreGiven() throws Exception {
    DataSource source = TracedSource.of(TestShards.get().first(), "shard0");
    try (Connection connection = source.getConnection()) {
      assertThat(Proxy.isProxyClass(connection.getClass())).isFalse();
    }
    try (Span answer = open("0").answer(Optional.empty(), "GET api");
        Connection connection = source.getConnection()) {
      assertThat(answer.isRecorded()).isTrue();
      select(connection);
    }
    var span = next();
    assertThat(span.getName()).isEqualTo("SELECT pg_class");
    assertThat(span.getAttributesList().toString())
        .contains("select ? from pg_class where relname = ? and relname <> ?")
        .contains("shard0", "postgresql")
        .doesNotContain("hidden");
  }

  private static void select(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1\n  from pg_class where relname = ? and relname <> 'hid''den'")) {
      statement.setString(1, "hidden");
      statement.executeQuery().close();
    }
  }

  @Test
  void callsStatementsByVerbAndTable() {
    assertThat(TracedSource.name("select a.x from runtime r where r.id = ?"))
        .isEqualTo("SELECT runtime");
    assertThat(TracedSource.name("INSERT INTO ticket (id) VALUES (?)")).isEqualTo("INSERT ticket");
    assertThat(TracedSource.name("update slot set x = ?")).isEqualTo("UPDATE slot");
    assertThat(TracedSource.name("with due as (select ?) delete")).isEqualTo("WITH");
    assertThat(TracedSource.name("")).isEmpty();
  }
}
