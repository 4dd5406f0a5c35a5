package omgservers.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The server's public API over HTTP. */
final class Api {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI server;

  Api(URI server) {
    this.server = server;
  }

  URI server() {
    return server;
  }

  /** An operation of an entrypoint of the public protocol. */
  ObjectNode call(String role, String operation, ObjectNode body, String token) {
    return send(
        request("/service/v1/entrypoint/" + role + "/request/" + operation, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Something to read. */
  ObjectNode get(String path, String token) {
    return send(request(path, token).GET());
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(server.resolve(path)).timeout(ANSWER_MAX);
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private ObjectNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw refused(response);
      }
      return response.body().isEmpty()
          ? JSON.createObjectNode()
          : (ObjectNode) JSON.readTree(response.body());
    } catch (JsonProcessingException | ClassCastException e) {
      throw new Trouble(Trouble.UNREACHABLE, server + " answers, but not as OMGSERVERS does.", e);
    } catch (IOException e) {
      throw new Trouble(Trouble.UNREACHABLE, server + " does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.UNREACHABLE, "Interrupted.", e);
    }
  }

  private static Trouble refused(HttpResponse<String> response) {
    StringBuilder text = new StringBuilder();
    try {
      JsonNode problem = JSON.readTree(response.body());
      text.append(problem.path("qualifier").asText("HTTP " + response.statusCode()));
      text.append(": ");
      text.append(problem.path("detail").asText("status " + response.statusCode()));
      for (JsonNode error : problem.path("errors")) {
        text.append("\n  ").append(error.path("field").asText());
        text.append(": ").append(error.path("message").asText());
      }
    } catch (JsonProcessingException e) {
      text.append("HTTP ").append(response.statusCode());
    }
    return new Trouble(Trouble.REFUSED, text.toString());
  }
}
