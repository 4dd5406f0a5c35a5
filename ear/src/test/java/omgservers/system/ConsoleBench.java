package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
    double idle = share(server);
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
      Thread reader = new Thread(() -> drain(stream.body()), "console-" + i);
      reader.setDaemon(true);
      reader.start();
    }
    double watched = share(server);
    for (InputStream stream : open) {
      stream.close();
    }
    System.out.printf(
        "BENCH console %d open: %.1f %% of a core more than none (%.1f %%)%n",
        CONSOLES, 100 * (watched - idle), 100 * idle);
    assertThat(watched - idle).isLessThan(0.1);
  }

  private static void drain(InputStream stream) {
    try {
      stream.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The bench is over.
      Thread.currentThread().interrupt();
    }
  }
}
