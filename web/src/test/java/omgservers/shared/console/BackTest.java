package omgservers.shared.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackTest {
  @Test
  void goesBackToPagesOfTheConsoleOnly() {
    assertThat(SignInPage.isOurs("/console/tenants")).isTrue();
    assertThat(SignInPage.isOurs("/console/stage?tenant=a&project=b&stage=c%20d")).isTrue();
    for (String elsewhere :
        new String[] {
          "",
          "/",
          "/api/v1/me",
          "//example.org/console/tenants",
          "https://example.org/",
          "/console/../api",
          "/console/%2e%2e/api",
          "/console/tenants?a=\\b",
          "/console/tenants?a=\r\nSet-Cookie: a=b",
          "javascript:alert(1)"
        }) {
      assertThat(SignInPage.isOurs(elsewhere)).as(elsewhere).isFalse();
    }
  }
}
