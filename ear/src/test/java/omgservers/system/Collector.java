package omgservers.system;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Collects traces by OTLP over HTTP, as Jaeger, Tempo or a collector of OpenTelemetry do. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Resource> resources = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile String fault = "";
  private volatile boolean away;

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whether it takes nothing now. */
  void away(boolean isAway) {
    away = isAway;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (away) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (!exchange.getRequestURI().getPath().equals("/v1/traces")
          || !"application/x-protobuf".equals(type)) {
        fault = exchange.getRequestURI() + " " + type;
      }
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
      request
          .getResourceSpansList()
          .forEach(
              of -> {
                resources.add(of.getResource());
                of.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
              });
      exchange.sendResponseHeaders(200, -1);
    } catch (IOException e) {
      fault = e.toString();
    }
  }

  /** The spans of the trace, of which there is one like this. */
  List<Span> await(String trace, Predicate<Span> wanted) {
    return Await.until(() -> of(trace), found -> found.stream().anyMatch(wanted));
  }

  List<Span> of(String trace) {
    ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(trace));
    return spans.stream().filter(span -> span.getTraceId().equals(id)).toList();
  }

  /** What was sent that is no such request, or nothing. */
  String fault() {
    return fault;
  }

  List<Resource> resources() {
    return resources;
  }

  /** The headers that let in. */
  List<String> keys() {
    return keys;
  }

  /** All that was told, to be searched for what must not be. */
  String text() {
    return spans + " " + resources;
  }

  static String value(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(each -> each.getKey().equals(key))
        .map(
            each ->
                each.getValue().hasStringValue()
                    ? each.getValue().getStringValue()
                    : Long.toString(each.getValue().getIntValue()))
        .findFirst()
        .orElse("");
  }

  static String value(Span span, String key) {
    return value(span.getAttributesList(), key);
  }

  /** What this is part of. */
  static Optional<Span> parent(List<Span> all, Span span) {
    return all.stream().filter(each -> each.getSpanId().equals(span.getParentSpanId())).findFirst();
  }

  /** Whether this is part of something like that, with whatever in between. */
  static boolean isBelow(List<Span> all, Span span, Predicate<Span> upper) {
    Optional<Span> parent = parent(all, span);
    return parent.isPresent() && (upper.test(parent.get()) || isBelow(all, parent.get(), upper));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
