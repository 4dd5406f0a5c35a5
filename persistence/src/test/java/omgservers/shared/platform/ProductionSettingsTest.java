package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductionSettingsTest {
  private static final String PRODUCTION = "omgservers.production";

  private final Settings settings = new Settings();
  private final Map<String, String> given =
      new HashMap<>(
          Map.of(
              "omgservers.bootstrap.admin-password",
              "long enough for all",
              "omgservers.bootstrap.support-password",
              "long enough for all",
              PRODUCTION,
              "true",
              Settings.SECRET,
              "0123456789012345678901234567890123456789"));

  @BeforeEach
  void give() {
    given.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    given.keySet().forEach(System::clearProperty);
    System.clearProperty(Settings.PROCESSES);
  }

  @Test
  void refusesGameServersAsProcesses() {
    assertThatCode(settings::check).doesNotThrowAnyException();
    System.setProperty(Settings.PROCESSES, "true");
    assertThatThrownBy(settings::check)
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining(Settings.PROCESSES + ": is true");
    System.clearProperty(PRODUCTION);
    assertThat(settings.production()).isFalse();
    assertThatCode(settings::check).doesNotThrowAnyException();
  }

  @Test
  void needsASecret() {
    System.clearProperty(Settings.SECRET);
    assertThatThrownBy(settings::check)
        .isInstanceOf(WrongSetting.class)
        .hasMessage(
            "Configuration: " + Settings.SECRET + ": is not set; omgservers.production needs it");
    System.setProperty(Settings.SECRET, "x".repeat(31));
    assertThatThrownBy(settings::check)
        .isInstanceOf(WrongSetting.class)
        .hasMessage("Configuration: " + Settings.SECRET + ": is shorter than 32 characters");
  }
}
