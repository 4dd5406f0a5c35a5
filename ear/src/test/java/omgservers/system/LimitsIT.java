package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import omgservers.system.AccountApi.Answer;
import org.junit.jupiter.api.Test;

/** Limits of calls: reached, told, and left behind. */
class LimitsIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int AT_ONCE = 20;
  private static final int ROUNDS_MAX = 100;
  private static final String PING = "/service/v1/entrypoint/player/request/ping-service";
  private static final String SOCKET = "/connector/v1/entrypoint/websocket/endpoint";

  private static HttpRequest.Builder request(String path, String address) {
    return HttpRequest.newBuilder(TestPlatform.get().installation().url().resolve(path))
        .header("X-Forwarded-For", address);
  }

  private static HttpRequest ping(String address) {
    return request(PING, address)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"x\"}"))
        .build();
  }

  /** Sends the request again and again, many at once, until it is refused for its number. */
  private static HttpResponse<String> exhaust(Supplier<HttpRequest> request, int usual) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        sent.add(HTTP.sendAsync(request.get(), HttpResponse.BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : sent) {
        HttpResponse<String> response = answer.join();
        if (response.statusCode() == 429) {
          sent.forEach(CompletableFuture::join);
          return response;
        }
        assertThat(response.statusCode()).isEqualTo(usual);
      }
    }
    throw new AssertionError("never refused");
  }

  private static void assertLimit(HttpResponse<String> response) throws Exception {
    JsonNode problem = Service.JSON.readTree(response.body());
    assertThat(problem.path("qualifier").asText()).isEqualTo("LIMIT_REACHED");
    assertThat(problem.path("detail").asText()).contains("too many");
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    long seconds = response.headers().firstValueAsLong("Retry-After").orElseThrow();
    assertThat(seconds).isBetween(1L, 60L);
    Thread.sleep(seconds * 1000);
  }

  private static int status(HttpRequest request) throws Exception {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void countsOpenCallsByAddress() throws Exception {
    HttpResponse<String> refused = exhaust(() -> ping("203.0.113.1"), 200);
    assertThat(status(ping("203.0.113.2"))).isEqualTo(200);
    assertLimit(refused);
    assertThat(status(ping("203.0.113.1"))).isEqualTo(200);
  }

  @Test
  void countsSocketsWithoutAGoodTokenByAddress() throws Exception {
    HttpRequest open = request(SOCKET, "203.0.113.3").GET().build();
    assertLimit(exhaust(() -> open, 401));
    assertThat(status(open)).isEqualTo(401);
  }

  @Test
  void countsCallsByToken() throws Exception {
    Service.User player = TestPlatform.service().signUp();
    Supplier<HttpRequest> call =
        () ->
            request("/service/v1/entrypoint/player/request/resume-client", "203.0.113.4")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + player.token())
                .POST(HttpRequest.BodyPublishers.ofString("{\"client_id\":\"1\"}"))
                .build();
    HttpResponse<String> refused = exhaust(call, 404);
    String other = TestPlatform.service().signUp().token();
    assertThat(TestPlatform.service().player("resume-client", "{\"client_id\":\"1\"}", other))
        .extracting(Service.Answer::status)
        .isEqualTo(404);
    assertLimit(refused);
    assertThat(status(call.get())).isEqualTo(404);
  }

  @Test
  void countsSignInsByAccountWhateverTheAddress() throws Exception {
    Answer made = AccountApi.support().post("accounts", "{\"role\":\"DEVELOPER\"}");
    AccountApi owner = AccountApi.of(made.text("id"), made.text("password"));
    Answer key = owner.post("me/keys", "{\"name\":\"k\",\"scopes\":[\"READ\"]}");
    String body =
        "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(made.text("id"), key.text("secret"));
    int[] number = {0};
    Supplier<HttpRequest> signIn =
        () ->
            request("/api/v1/tokens", "198.51.100." + (number[0]++ % 250))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    assertLimit(exhaust(signIn, 201));
    assertThat(status(signIn.get())).isEqualTo(201);
  }

  @Test
  void writesTheAddressBehindAProxyDown() throws Exception {
    AccountApi support = AccountApi.support();
    HttpRequest create =
        request("/api/v1/tenants", "1.2.3.4, 203.0.113.77")
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + support.token())
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(status(create)).isEqualTo(201);
    assertThat(
            new Databases(TestPlatform.get())
                .countInShards("select count(*) from audit where address = '203.0.113.77'"))
        .isPositive();
  }
}
