package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceSettingsTest {
  private static Settings with(String name, String value) {
    return UnknownSettingsTest.settings(Map.of("omgservers.traces." + name, value));
  }

  @Test
  void traceNothingUnlessToldWhoCollects() {
    Settings settings = UnknownSettingsTest.settings(Map.of());
    assertThat(settings.tracesEndpoint()).isEmpty();
    assertThat(settings.tracesHeaders()).isEmpty();
    assertThat(settings.tracesRatio()).isEqualTo(0.1);
    assertThat(settings.tracesService()).isEqualTo("omgservers");
    assertThat(settings.tracesWaiting()).isEqualTo(4_096);
    settings.checkTraces();
  }

  @Test
  void takeTheBaseAddressAndHeadersAsOtherProgramsDo() {
    assertThat(with("endpoint", "http://127.0.0.1:4318/").tracesEndpoint())
        .contains(URI.create("http://127.0.0.1:4318"));
    assertThat(
            with("headers", "Authorization=Basic%20YTo+/Yg==, X-Scope-OrgID=games").tracesHeaders())
        .containsExactly(
            Map.entry("Authorization", "Basic YTo+/Yg=="), Map.entry("X-Scope-OrgID", "games"));
  }

  /** As the log of a server has it. */
  private static String whole(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint,127.0.0.1:4318",
    "endpoint,http://user:hidden@collector",
    "endpoint,http://collector?key=hidden",
    "ratio,-0.1",
    "ratio,1.1",
    "ratio,NaN",
    "ratio,often",
    "headers,hidden",
    "headers,Host=hidden",
    "headers,Author ization=hidden",
    "headers,Authorization=hidden%0Ahidden",
    "headers,Authorization=hidden%Z",
    "waiting,63",
    "waiting,100001"
  })
  void refuseByNameWhatCannotBeMeantAndTellNoSecret(String name, String value) {
    assertThatThrownBy(with(name, value)::checkTraces)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("omgservers.traces." + name + ": ")
        .satisfies(fault -> assertThat(whole(fault)).doesNotContain("hidden"));
  }
}
