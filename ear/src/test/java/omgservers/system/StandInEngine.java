package omgservers.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Answers as a Docker engine does on which so many containers run, more than a machine of ours can:
 * for measuring only. It knows the calls by which a pool server is watched, and no other.
 */
final class StandInEngine implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile byte[] containers = "[]".getBytes(StandardCharsets.UTF_8);

  StandInEngine() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** These runtimes have containers that run. */
  void run(String installation, List<Long> runtimes) {
    containers =
        runtimes.stream()
            .map(
                runtime ->
                    """
                    {"Id":"%064d","Names":["/omgservers_%d"],"Image":"studio/duel:game",
                    "ImageID":"sha256:%064d","Command":"/app/start","Created":1795629848,
                    "Ports":[],"Labels":{"com.omgservers.installation":"%s",
                    "com.omgservers.runtime":"%d","com.omgservers.tenant":"studio",
                    "com.omgservers.project":"duel","com.omgservers.stage":"live",
                    "com.omgservers.qualifier":"MATCH","com.omgservers.version":"1"},
                    "State":"running","Status":"Up 2 hours","HostConfig":{"NetworkMode":"host"},
                    "NetworkSettings":{"Networks":{"host":{"NetworkID":"%064d"}}},"Mounts":[]}
                    """
                        .formatted(runtime, runtime, runtime, installation, runtime, runtime))
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (path.endsWith("/events")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        closed.await();
      } else if (path.endsWith("/containers/json")) {
        send(exchange, 200, containers);
      } else if (path.endsWith("/_ping")) {
        send(exchange, 200, "OK".getBytes(StandardCharsets.UTF_8));
      } else {
        send(exchange, 404, "{\"message\":\"not known\"}".getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
