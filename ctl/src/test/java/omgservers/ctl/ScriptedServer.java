package omgservers.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real HTTP server that answers as a test tells it: for what is the tool's own business, not the
 * server's. What nobody told it about is an empty list for readers and an empty object for writers.
 */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final List<Request> requests = new ArrayList<>();
  private final Map<String, Deque<Reply>> replies = new HashMap<>();

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** What arrived. */
  record Request(String line, String body, Map<String, String> headers) {}

  /** What is answered; status 0 cuts the connection instead. */
  record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }

    static Reply problem(int status, String qualifier, String detail) {
      return of(
          status,
          "{\"status\":%d,\"qualifier\":\"%s\",\"detail\":\"%s\",\"errors\":[]}"
              .formatted(status, qualifier, detail));
    }

    Reply with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Reply(status, body, all);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The answers to this request, one after the other; the last one stays. */
  ScriptedServer on(String line, Reply... all) {
    replies.put(line, new ArrayDeque<>(List.of(all)));
    return this;
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  List<String> lines() {
    return requests().stream().map(Request::line).toList();
  }

  Request only() {
    List<Request> all = requests();
    if (all.size() != 1) {
      throw new AssertionError("not one request: " + lines());
    }
    return all.get(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Reply reply;
    synchronized (this) {
      requests.add(new Request(line, body, headers));
      reply = next(line);
    }
    if (reply.status() == 0) {
      exchange.close();
      return;
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Reply next(String line) {
    Deque<Reply> queue = replies.get(line);
    if (queue == null) {
      return Reply.of(200, line.startsWith("GET") ? "{\"items\":[],\"next\":null}" : "{}");
    }
    return queue.size() > 1 ? queue.remove() : queue.peek();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
