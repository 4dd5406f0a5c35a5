package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** The administration API as a client sees it, with one token; null for nobody. */
record AccountApi(URI url, String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer: the status, the headers and the body. */
  record Answer(int status, HttpHeaders headers, JsonNode body) {
    String text(String name) {
      return body.path(name).asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    String field() {
      return body.path("errors").path(0).path("field").asText();
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  /** Someone who signed in. */
  static AccountApi of(String user, String password) {
    AccountApi nobody = nobody();
    Answer answer = nobody.signIn(user, password);
    if (answer.status() != 201) {
      throw new AssertionError("sign-in of " + user + ": " + answer);
    }
    return new AccountApi(nobody.url, answer.text("token"));
  }

  static AccountApi nobody() {
    return new AccountApi(TestPlatform.get().installation().url(), null);
  }

  static AccountApi admin() {
    return of("admin", TestPlatform.get().secrets().get("admin"));
  }

  static AccountApi support() {
    return of("support", TestPlatform.get().secrets().get("support"));
  }

  AccountApi with(String other) {
    return new AccountApi(url, other);
  }

  /** A try to sign in, without a token. */
  Answer signIn(String user, String password) {
    return with(null)
        .post(
            "tokens",
            Service.JSON.createObjectNode().put("user", user).put("password", password).toString());
  }

  Answer get(String path) {
    return call("GET", path, null, Map.of());
  }

  Answer post(String path, String body) {
    return call("POST", path, body, Map.of());
  }

  Answer put(String path, String body) {
    return call("PUT", path, body, Map.of());
  }

  Answer patch(String path, String body, String version) {
    return call("PATCH", path, body, version == null ? Map.of() : Map.of("If-Match", version));
  }

  Answer delete(String path) {
    return call("DELETE", path, null, Map.of());
  }

  Answer call(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/api/v1/" + path)).timeout(Duration.ofMinutes(1));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.headers(), Service.JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
