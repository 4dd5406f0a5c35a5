package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HearingTest {
  private final HandClock clock = new HandClock();
  private final Instant start = clock.instant();
  private final Hearing hearing = new Hearing(new Time(clock));

  @Test
  void nobodyIsSilentBeforeTheFirstCallCanCome() {
    clock.advance(Duration.ofSeconds(100));
    assertThat(hearing.silentSince(start.minusSeconds(50))).isEqualTo(clock.instant());
    hearing.called();
    clock.advance(Duration.ofSeconds(20));
    hearing.called();
    assertThat(hearing.silentSince(start)).isEqualTo(start.plusSeconds(100));
    assertThat(hearing.silentSince(null)).isEqualTo(start.plusSeconds(100));
    assertThat(hearing.silentSince(start.plusSeconds(110))).isEqualTo(start.plusSeconds(110));
  }

  @Test
  void aServerThatNobodyCallsDoesNotWaitForEver() {
    clock.advance(Hearing.FIRST_CALL_MAX.plusHours(1));
    assertThat(hearing.silentSince(start)).isEqualTo(start.plus(Hearing.FIRST_CALL_MAX));
  }
}
