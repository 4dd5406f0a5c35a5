package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeySettingsTest {
  private static final String LEAD = "omgservers.security.key-lead";

  private final Settings settings = new Settings();

  @AfterEach
  void clear() {
    System.clearProperty(Settings.KEY_AGE);
    System.clearProperty(LEAD);
  }

  @Test
  void renewKeysEveryQuarterAndPublishThemBefore() {
    assertThat(settings.keyAge()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.keyLead()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void takeNoAgeThatIsOverBeforeTheKeySigns() {
    System.setProperty(LEAD, "PT1H");
    System.setProperty(Settings.KEY_AGE, "PT1H");
    assertThatThrownBy(settings::keyAge)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(Settings.KEY_AGE + ": PT1H is not longer than " + LEAD + ", PT1H");
  }
}
