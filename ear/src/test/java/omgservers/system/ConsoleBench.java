package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What open consoles cost the server: its CPU with a hundred live overviews, and with none. */
class ConsoleBench {
  private static final int CONSOLES = 100;
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");

  private static final LongAdder EVENTS = new LongAdder();

  /** Somebody who is signed in, as a browser does it. */
  private static HttpClient signIn(URI url) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    String page =
        http.send(
                HttpRequest.newBuilder(url.resolve("/console/sign-in")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Matcher state = STATE.matcher(page);
    assertThat(state.find()).isTrue();
    String form =
        "signin=signin&signin:user=support&signin:password=%s&signin:go=go&jakarta.faces.ViewState=%s"
            .formatted(
                TestPlatform.get().secrets().get("support"),
                URLEncoder.encode(state.group(1), StandardCharsets.UTF_8));
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(url.resolve("/console/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(answer.headers().firstValue("Location")).hasValue("/console/overview");
    return http;
  }

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
    HttpClient http = signIn(url);
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
