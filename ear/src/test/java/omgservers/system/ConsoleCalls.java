package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of the console as somebody who is signed in gets them, without a browser. */
final class ConsoleCalls {
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");

  private final URI url;
  private final HttpClient http;

  private ConsoleCalls(URI url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  /** Signs in as a browser does it. */
  static ConsoleCalls signIn(String user, String password) {
    return signIn(TestPlatform.get().installation().url(), user, password);
  }

  /** Signs in to the console of another installation. */
  static ConsoleCalls signIn(URI url, String user, String password) {
    ConsoleCalls calls =
        new ConsoleCalls(url, HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
    Matcher state = STATE.matcher(calls.get("/console/sign-in").body());
    assertThat(state.find()).isTrue();
    String form =
        "signin=signin&signin:user=%s&signin:password=%s&signin:go=go&jakarta.faces.ViewState=%s"
            .formatted(encoded(user), encoded(password), encoded(state.group(1)));
    HttpResponse<String> answer =
        calls.send(
            calls
                .request("/console/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Location"))
        .as(user + " signs in")
        .hasValue("/console/overview");
    return calls;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A request to the address of the console. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path));
  }

  /** The page. */
  HttpResponse<String> get(String path) {
    return send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends the request with the cookies of the session. */
  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
