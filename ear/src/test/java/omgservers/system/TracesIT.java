package omgservers.system;

import static omgservers.system.Collector.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a collector of traces is told of the shared installation: nothing by chance, and all of what
 * an operator asks for.
 */
class TracesIT {
  private static final String ABOVE = "00f067aa0ba902b7";

  private final Collector collector = TestPlatform.TRACES;
  private final String trace = fresh();

  private static String fresh() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private String alias() {
    return "traced-" + trace.substring(0, 8);
  }

  private String[] asked() {
    return asked(trace);
  }

  /** Headers of somebody who wants this trace recorded. */
  private static String[] asked(String trace) {
    return new String[] {
      "traceparent", "00-" + trace + "-" + ABOVE + "-01", "X-Forwarded-For", "203.0.113.78"
    };
  }

  private static Calls as(String token) {
    return new Calls(TestPlatform.get().installation().url(), token);
  }

  private static boolean isAnswer(Span span) {
    return span.getKind() == Span.SpanKind.SPAN_KIND_SERVER;
  }

  private static boolean isStatement(Span span) {
    return !value(span, "db.query.text").isEmpty();
  }

  @Test
  void showARequestItsUseCasesAndTheirStatements() {
    String alias = alias();
    Calls.Reply made =
        as(Administration.support().token())
            .post("/api/v1/tenants", "{\"alias\":\"%s\"}".formatted(alias), asked());
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    List<Span> spans = collector.await(trace, TracesIT::isAnswer);
    Span answer = spans.stream().filter(TracesIT::isAnswer).findFirst().orElseThrow();
    assertThat(answer.getName()).isEqualTo("POST /api/v1/tenants");
    assertThat(answer.getParentSpanId())
        .isEqualTo(ByteString.copyFrom(HexFormat.of().parseHex(ABOVE)));
    assertThat(value(answer, "http.response.status_code")).isEqualTo("201");
    assertThat(value(answer, "omgservers.request_id")).isEqualTo(made.header("X-Request-Id"));
    assertThat(spans)
        .anySatisfy(
            span -> {
              assertThat(span.getName()).isEqualTo("INSERT tenant");
              assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
              assertThat(value(span, "db.query.text").toLowerCase(Locale.ROOT))
                  .startsWith("insert into tenant ")
                  .contains("?");
              assertThat(value(span, "db.namespace")).startsWith("shard");
              assertThat(Collector.parent(spans, span).orElseThrow().getName())
                  .matches("[A-Z][A-Za-z]+\\.[a-z][A-Za-z]+");
              assertThat(Collector.isBelow(spans, span, TracesIT::isAnswer)).isTrue();
            });
    assertThat(collector.text()).doesNotContain(alias);
    assertThat(collector.fault()).isEmpty();
    assertThat(collector.resources())
        .allSatisfy(
            resource ->
                assertThat(value(resource.getAttributesList(), "service.name"))
                    .isEqualTo("omgservers"));
    assertThat(collector.keys()).containsOnly("Bearer " + TestPlatform.TRACES_KEY);
  }

  @Test
  void nameWhatIsAskedForByItsRouteAndNotByWhatItNames() {
    Calls support = as(Administration.support().token());
    assertThat(support.get("/api/v1/tenants/nobody-of-this-name", asked()).status()).isEqualTo(404);
    List<Span> spans = collector.await(trace, TracesIT::isAnswer);
    assertThat(spans)
        .filteredOn(TracesIT::isAnswer)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getName()).isEqualTo("GET /api/v1/tenants/{tenant}");
              assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            });
    assertThat(spans).filteredOn(TracesIT::isStatement).isNotEmpty();
    assertThat(collector.text()).doesNotContain("nobody-of-this-name");
  }

  @Test
  void areNotMadeForWhoeverAsks() {
    Service service = TestPlatform.service();
    Service.User player = service.signUp();
    for (String token : new String[] {null, player.token(), Administration.developer().token()}) {
      as(token).get("/api/v1/tenants", asked());
      as(token).get("/api/v1/me", asked());
    }
    as(null).get("/live", asked());
    as(null).get("/console/", asked());
    as(Administration.support().token()).get("/api/v1/health", asked());
    String later = fresh();
    as(Administration.support().token()).get("/api/v1/tenants", asked(later));
    collector.await(later, TracesIT::isAnswer);
    assertThat(collector.of(trace)).isEmpty();
  }

  @Test
  void leadFromADeploymentToTheStartOfItsGameServer() {
    Studio studio = Studio.open(TestPlatform.get(), alias());
    deploy(studio, studio.version("one"));
    List<Span> spans =
        collector.await(trace, span -> span.getName().equals("start of a game server"));
    Span start =
        spans.stream()
            .filter(span -> span.getName().equals("start of a game server"))
            .findFirst()
            .orElseThrow();
    assertThat(value(start, "omgservers.driver")).isEqualTo("process");
    assertThat(value(start, "omgservers.pool_server")).isEqualTo("local");
    assertThat(Collector.isBelow(spans, start, span -> span.getName().equals("step of runtime")))
        .isTrue();
    assertThat(Collector.isBelow(spans, start, TracesIT::isAnswer)).isTrue();
    assertThat(collector.text()).doesNotContain("eyJ", "OMGSERVERS_PASSWORD");
  }

  /** As an operator who wants to see what comes of it. */
  private void deploy(Studio studio, String version) {
    Calls.Reply made =
        as(studio.support().token())
            .post(
                "/api/v1/tenants/%s/projects/duel/stages/%s/deployments"
                    .formatted(alias(), studio.stage("arena")),
                "{\"version_id\":%s,\"config\":{\"min_lobbies\":1}}".formatted(version),
                asked());
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  @Test
  void nameTheEngineThatIsCalled() throws IOException {
    Administration admin =
        Administration.of("admin", "admin", TestPlatform.get().secrets().get("admin"));
    Studio studio = Studio.open(TestPlatform.get(), alias());
    try (StandInEngine engine = new StandInEngine()) {
      admin
          .post(
              "pool/servers",
              "{\"name\":\"traced\",\"driver\":\"docker\",\"slots\":4,\"address\":\"%s\"}"
                  .formatted(engine.address()))
          .is(201);
      try {
        deploy(studio, studio.versionElsewhere("absent", studio.config()));
        List<Span> spans =
            collector.await(trace, span -> span.getName().equals("docker GET /images/{id}/json"));
        assertThat(spans)
            .filteredOn(span -> span.getName().startsWith("docker "))
            .allSatisfy(
                span -> {
                  assertThat(value(span, "omgservers.pool_server")).isEqualTo("traced");
                  assertThat(Collector.isBelow(spans, span, TracesIT::isAnswer)).isTrue();
                });
      } finally {
        admin.delete("tenants/" + alias()).is(202);
        Await.until(() -> admin.delete("pool/servers/traced").status(), status -> status == 204);
      }
    }
  }

  @Test
  void areNoReasonToWait() throws IOException {
    Administration support = Administration.support();
    Path log = TestPlatform.get().installation().data().resolve("logs/server.log");
    collector.away(true);
    try {
      for (int each = 0; each < 20; each++) {
        assertThat(as(support.token()).get("/api/v1/tenants", asked()).status()).isEqualTo(200);
      }
      Await.until(() -> read(log), text -> text.contains("traces cannot be sent to 127.0.0.1"));
    } finally {
      collector.away(false);
    }
    collector.await(trace, TracesIT::isAnswer);
    Await.until(() -> read(log), text -> text.contains("traces are sent again"));
    assertThat(read(log)).doesNotContain(TestPlatform.TRACES_KEY);
    assertThat(read(log).split("traces cannot be sent", -1)).hasSize(2);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
