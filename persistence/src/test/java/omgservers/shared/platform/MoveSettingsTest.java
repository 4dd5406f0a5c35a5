package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveSettingsTest {
  @Test
  void hasDefaultsThatDisturbNobody() {
    Settings settings = new Settings();
    settings.checkMoves();
    assertThat(settings.slotPatience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.moveFollow()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.moveBatch()).isEqualTo(16);
    assertThat(settings.moveMibPerSecond()).isEqualTo(32);
    assertThat(settings.movePercent()).isEqualTo(10);
    assertThat(settings.moveLetters()).isEqualTo(2_000);
  }

  @ParameterizedTest
  @CsvSource({
    "moves.patience,soon",
    "moves.follow,PT0S",
    "moves.batch,0",
    "moves.batch,257",
    "moves.mib-per-second,0",
    "moves.percent-of-time,0",
    "moves.percent-of-time,101",
    "moves.letters,-1"
  })
  void refusesWhatCannotBeMeant(String name, String value) {
    System.setProperty(Values.PREFIX + name, value);
    try {
      assertThatThrownBy(() -> new Settings().checkMoves())
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining(Values.PREFIX + name);
    } finally {
      System.clearProperty(Values.PREFIX + name);
    }
  }
}
