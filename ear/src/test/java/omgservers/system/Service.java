package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The public HTTP API as a client in any language sees it: paths, JSON and status codes. */
record Service(URI url) {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer: the status, the media type and the body. */
  record Answer(int status, String type, JsonNode body) {
    String text(String name) {
      return body.path(name).asText();
    }
  }

  /** A user that is signed in. */
  record User(String id, String password, String token) {}

  Answer post(String path, String body, String token) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer post(String path, String body) {
    return post(path, body, null);
  }

  Answer player(String operation, String body, String token) {
    return post("/service/v1/entrypoint/player/request/" + operation, body, token);
  }

  Answer developer(String operation, String body, String token) {
    return post("/service/v1/entrypoint/developer/request/" + operation, body, token);
  }

  Answer support(String operation, String body, String token) {
    return post("/service/v1/entrypoint/support/request/" + operation, body, token);
  }

  /** A call of any method; an empty body is none. */
  Answer send(String method, String path, String body, String token) {
    HttpRequest.Builder request = request(path, token);
    return body.isEmpty()
        ? send(request.method(method, HttpRequest.BodyPublishers.noBody()))
        : send(
            request
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer get(String path, String token) {
    return send(request(path, token).GET());
  }

  /** A new player's user, signed in. */
  User signUp() {
    Answer made = player("create-user", "{}", null);
    String id = made.text("user_id");
    String password = made.text("password");
    return new User(id, password, signIn(id, password));
  }

  String signIn(String id, String password) {
    return player(
            "create-token",
            "{\"user_id\":\"%s\",\"password\":\"%s\"}".formatted(id, password),
            null)
        .text("raw_token");
  }

  String token(String role, String user, String password) {
    return post(
            "/service/v1/entrypoint/" + role + "/request/create-token",
            "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password))
        .text("raw_token");
  }

  Answer enter(User user) {
    return player(
        "create-client",
        "{\"tenant\":\"%s\",\"project\":\"%s\",\"stage\":\"%s\"}"
            .formatted(TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE),
        user.token());
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofMinutes(1));
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
