package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;

/** The operator console in a browser: the way in and out, and the overview. */
class ConsoleIT {

  private static ConsoleBrowser browser;

  @BeforeAll
  static void open() {
    ConsoleBrowser.require();
    browser = ConsoleBrowser.open(url());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void forget() {
    browser.forget();
    browser.complaints();
  }

  private static HttpResponse<String> call(HttpRequest.Builder request) {
    try {
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static URI url() {
    return TestPlatform.get().installation().url();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(url().resolve(path));
  }

  @Test
  void letsNobodyInWithoutAPassword() {
    browser.go("/console/overview");
    assertThat(browser.path()).isEqualTo("/console/sign-in?to=%2Fconsole%2Foverview");
    browser.signInHere("support", "not the password");
    browser.awaitText("The user or the password is wrong.");
    browser.signInHere("nobody-" + System.nanoTime(), "not the password");
    browser.awaitText("The user or the password is wrong.");
    browser.shootAll("sign-in");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void goesOnWhereOneWantedToGo() {
    browser.go("/console/tenants?state=active");
    browser.signInHere("support", TestPlatform.get().secrets().get("support"));
    browser.awaitTitle("Tenants");
    assertThat(browser.path()).isEqualTo("/console/tenants?state=active");
  }

  @Test
  void goesNowhereElseAfterASignIn() {
    for (String elsewhere :
        new String[] {"//example.org/", "https://example.org/", "/console/..%2F"}) {
      browser.go("/console/sign-in?to=" + elsewhere);
      browser.signInHere("support", TestPlatform.get().secrets().get("support"));
      browser.awaitTitle("Overview");
      assertThat(browser.path()).isEqualTo("/console/overview");
      browser.driver().manage().deleteAllCookies();
    }
  }

  @Test
  void endsASessionAtSignOut() {
    browser.signInAsSupport();
    Cookie session = browser.driver().manage().getCookieNamed("omgservers-console");
    assertThat(session.isHttpOnly()).isTrue();
    assertThat(session.getPath()).isEqualTo("/console");
    assertThat(session.getSameSite()).isEqualTo("Strict");
    browser.press("layout#leave:out");
    browser.awaitTitle("Sign in");
    HttpResponse<String> again =
        call(to("/console/overview").header("Cookie", "omgservers-console=" + session.getValue()));
    assertThat(again.statusCode()).isEqualTo(302);
  }

  @Test
  void endsASessionWhenThePersonSignsOutEverywhere() {
    Service.Answer made =
        TestPlatform.service().support("create-developer", "{}", Administration.support().token());
    String user = made.text("user_id");
    browser.signIn(user, made.text("password"));
    new AccountApi(url(), null)
        .with(AccountApi.of(user, made.text("password")).token())
        .delete("tokens");
    // The overview is told so; a page that is not is turned away when it is used.
    browser.awaitTitle("Sign in");
    assertThat(browser.path()).startsWith("/console/sign-in?to=");
  }

  @Test
  void refusesWhatNoPageOfItsOwnSent() {
    browser.signInAsSupport();
    String cookie =
        "omgservers-console="
            + browser.driver().manage().getCookieNamed("omgservers-console").getValue();
    HttpResponse<String> forged =
        call(
            to("/console/overview")
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "leave=leave&leave:out=Sign+out&jakarta.faces.ViewState=1:2")));
    assertThat(forged.statusCode()).isEqualTo(302);
    HttpResponse<String> elsewhere =
        call(
            to("/console/sign-in")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("signin=signin")));
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    browser.go("/console/tenants");
    browser.awaitTitle("Tenants");
  }

  @Test
  void tellsBrowsersWhatPagesMayDo() {
    HttpResponse<String> page = call(to("/console/sign-in"));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'", "script-src 'self' 'nonce-")
        .doesNotContain("unsafe-inline", "unsafe-eval");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
  }

  @Test
  void keepsNoSessionOfThoseWhoOnlyLookAtTheWayIn() {
    assertThat(call(to("/console/sign-in")).headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void redirectsWithinTheAddressThatAProxyHas() {
    HttpResponse<String> sent = call(to("/console/overview").header("X-Forwarded-Proto", "https"));
    assertThat(sent.statusCode()).isEqualTo(302);
    assertThat(sent.headers().firstValue("Location"))
        .hasValue("/console/sign-in?to=%2Fconsole%2Foverview");
  }

  @Test
  void saysWhenThereIsNoSuchPage() {
    browser.signInAsSupport();
    browser.go("/console/nothing");
    browser.awaitTitle("There is nothing here");
    assertThat(call(to("/console/nothing.xhtml")).statusCode()).isEqualTo(302);
    browser.shoot("not-found");
  }

  @Test
  void showsTheOverviewToTheSupport() {
    browser.signInAsSupport();
    Await.until(
        () -> browser.find("[data-figure='pool.slots']").getText(), text -> text.matches("[0-9]+"));
    browser.shootAll("overview");
    assertThat(browser.complaints()).isEmpty();
  }
}
