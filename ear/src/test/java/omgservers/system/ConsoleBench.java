package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** What open consoles cost the server: its CPU with a hundred live overviews, and with none. */
class ConsoleBench {
  private static final int CONSOLES = 100;
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  private static final LongAdder EVENTS = new LongAdder();

  private static double share(ServerProcess server) throws InterruptedException {
    Thread.sleep(SETTLED.toMillis());
    double before = server.cpuSeconds();
    Thread.sleep(MEASURED.toMillis());
    return (server.cpuSeconds() - before) / MEASURED.toSeconds();
  }

  @Test
  void hundredOpenConsolesCostLittle() throws IOException, InterruptedException {
    URI url = TestPlatform.get().installation().url();
    ServerProcess server = ServerProcess.of(TestPlatform.get());
    HttpClient http = ConsoleVisit.signIn(url, TestPlatform.get().secrets().get("support")).http();
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < CONSOLES; i++) {
      HttpResponse<InputStream> stream =
          http.send(
              HttpRequest.newBuilder(url.resolve("/console/live?topic=overview"))
                  .header("Accept", "text/event-stream")
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      open.add(stream.body());
      Thread reader = new Thread(() -> count(stream.body()), "console-" + i);
      reader.setDaemon(true);
      reader.start();
    }
    long before = EVENTS.sum();
    double watched = share(server);
    double each = (EVENTS.sum() - before) / (double) CONSOLES / MEASURED.plus(SETTLED).toSeconds();
    for (InputStream stream : open) {
      stream.close();
    }
    // Afterwards: a server that has just started has still much to compile.
    double idle = share(server);
    System.out.printf(
        "BENCH console %d open, %.2f views a second each: %.1f %% of a core more than none (%.1f %%)%n",
        CONSOLES, each, 100 * (watched - idle), 100 * idle);
    assertThat(watched - idle).isLessThan(0.1);
  }

  private static void count(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          EVENTS.increment();
        }
      }
    } catch (IOException e) {
      // The bench is over.
      Thread.currentThread().interrupt();
    }
  }
}
