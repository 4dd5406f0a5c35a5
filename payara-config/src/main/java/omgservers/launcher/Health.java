package omgservers.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the server says of itself: ready means that all shards are reachable and migrated. */
final class Health {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_MAX)
          .build();
  private final HttpRequest request;

  Health(URI server) {
    this.request =
        HttpRequest.newBuilder(server.resolve("/health/ready")).timeout(ANSWER_MAX).build();
  }

  /** The application itself must have answered: a server without it calls itself ready, too. */
  boolean isReady() {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 && response.body().contains("\"shards\"");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
