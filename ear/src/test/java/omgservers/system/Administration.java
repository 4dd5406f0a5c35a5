package omgservers.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The administration API as one account calls it. */
record Administration(URI url, String token) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer: the status, the headers and the body. */
  record Reply(int status, java.net.http.HttpHeaders headers, JsonNode body) {
    String text(String name) {
      return body.path(name).asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    Reply is(int wanted) {
      assertThat(status).as(body.toString()).isEqualTo(wanted);
      return this;
    }

    /** A problem document with this status and qualifier. */
    Reply refuses(int wanted, String qualifier) {
      is(wanted);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      assertThat(text("qualifier")).as(body.toString()).isEqualTo(qualifier);
      assertThat(text("detail")).isNotBlank();
      return this;
    }

    /** A refusal that names the field. */
    Reply naming(String field) {
      List<String> fields = new ArrayList<>();
      body.path("errors").forEach(error -> fields.add(error.path("field").asText()));
      assertThat(fields).as(body.toString()).contains(field);
      return this;
    }

    List<String> values(String name) {
      List<String> values = new ArrayList<>();
      body.path("items").forEach(item -> values.add(item.path(name).asText()));
      return values;
    }
  }

  static Administration of(String role, String user, String password) {
    Service service = TestPlatform.service();
    return new Administration(service.url(), service.token(role, user, password));
  }

  static Administration developer() {
    return of("developer", "developer", TestPlatform.omgctl().developerPassword());
  }

  static Administration support() {
    return of("support", "support", TestPlatform.get().secrets().get("support"));
  }

  /** A developer without any permission. */
  static Administration stranger() {
    Service.Answer made =
        TestPlatform.service().support("create-developer", "{}", support().token());
    return of("developer", made.text("user_id"), made.text("password"));
  }

  /** The account, as the token says. */
  String userId() {
    String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);
    try {
      return Service.JSON.readTree(claims).path("sub").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply get(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String body) {
    return send(json(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Reply put(String path, String ifMatch, String body) {
    HttpRequest.Builder request = json(path).PUT(HttpRequest.BodyPublishers.ofString(body));
    return send(ifMatch == null ? request : request.header("If-Match", ifMatch));
  }

  Reply delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve("/api/v1/" + path))
        .timeout(Duration.ofMinutes(3))
        .header("Authorization", "Bearer " + token);
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(), response.headers(), Service.JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Every list has the same bounds: what is one past them is refused and named. */
  void assertBounded(String path) {
    get(path + "?limit=1").is(200);
    get(path + "?limit=200").is(200);
    get(path + "?limit=0").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("limit");
    get(path + "?limit=201").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("limit");
    get(path + "?limit=many").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("limit");
    get(path + "?cursor=broken").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("cursor");
    get(path + "?sort=name").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("sort");
    get(path + "?nothing=1").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("nothing");
  }
}
