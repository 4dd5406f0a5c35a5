package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsSettingsTest {
  private final Settings settings = new Settings();

  @AfterEach
  void clear() {
    System.clearProperty(Settings.METRICS_PASSWORD);
    System.clearProperty("omgservers.metrics.modes");
  }

  @Test
  void tellFiguresToStaffOnlyAndCountRarely() {
    assertThat(settings.metricsPassword()).isEmpty();
    assertThat(settings.metricsPause()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.metricsModes()).isEqualTo(200);
  }

  @Test
  void takeNoPasswordThatIsGuessed() {
    System.setProperty(Settings.METRICS_PASSWORD, "12345678901");
    assertThatThrownBy(settings::metricsPassword)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(Settings.METRICS_PASSWORD + ": is shorter than 12 characters");
    System.setProperty(Settings.METRICS_PASSWORD, "123456789012");
    assertThat(settings.metricsPassword()).contains("123456789012");
  }

  @Test
  void boundTheModesThatHaveFiguresOfTheirOwn() {
    System.setProperty("omgservers.metrics.modes", "10001");
    assertThatThrownBy(settings::metricsModes)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("omgservers.metrics.modes");
  }
}
