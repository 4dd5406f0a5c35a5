package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleSettingsTest {
  private final Settings settings = new Settings();

  @AfterEach
  void clear() {
    System.clearProperty("omgservers.console.idle");
    System.clearProperty("omgservers.console.session");
  }

  @Test
  void signPeopleOutAfterHalfAnHourOfNothingAndAfterHalfADay() {
    assertThat(settings.consoleIdle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.consoleSession()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void takeNoSessionThatOutlivesTheMemoryOfWhatWasRevoked() {
    System.setProperty("omgservers.console.session", "P8D");
    assertThatThrownBy(settings::consoleSession)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("omgservers.console.session");
  }
}
