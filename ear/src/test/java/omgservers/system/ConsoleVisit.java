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

/** Somebody who is signed in to the console, as a browser does it but without one. */
record ConsoleVisit(URI url, HttpClient http) {
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");

  static ConsoleVisit signIn(URI url, String password) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    ConsoleVisit visit = new ConsoleVisit(url, http);
    Matcher state = STATE.matcher(visit.page("/console/sign-in"));
    assertThat(state.find()).isTrue();
    String form =
        "signin=signin&signin:user=support&signin:password=%s&signin:go=go&jakarta.faces.ViewState=%s"
            .formatted(password, URLEncoder.encode(state.group(1), StandardCharsets.UTF_8));
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(url.resolve("/console/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(answer.headers().firstValue("Location")).hasValue("/console/overview");
    return visit;
  }

  /** A page that must be there. */
  String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(url.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }
}
