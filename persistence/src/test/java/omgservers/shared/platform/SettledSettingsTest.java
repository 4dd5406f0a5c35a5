package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettledSettingsTest {
  private static final String TICKETS = "omgservers.matchmaking.tickets";

  private final Settings settings = new Settings();

  @AfterEach
  void clear() {
    System.clearProperty(TICKETS);
  }

  @Test
  void keepsWhatItReadOnceItIsSettled() {
    System.setProperty(TICKETS, "17");
    assertThat(settings.ticketsMax()).isEqualTo(17);
    System.setProperty(TICKETS, "18");
    assertThat(settings.ticketsMax()).isEqualTo(18);
    settings.settle();
    assertThat(settings.ticketsMax()).isEqualTo(18);
    System.setProperty(TICKETS, "19");
    assertThat(settings.ticketsMax()).isEqualTo(18);
  }
}
