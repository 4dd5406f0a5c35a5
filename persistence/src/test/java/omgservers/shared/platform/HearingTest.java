package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HearingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;

  private final Hearing hearing =
      new Hearing(
          new Time(
              new Clock() {
                @Override
                public ZoneId getZone() {
                  return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                  return this;
                }

                @Override
                public Instant instant() {
                  return now;
                }
              }));

  @Test
  void nobodyIsSilentBeforeTheFirstCallCanCome() {
    now = START.plusSeconds(100);
    assertThat(hearing.silentSince(START.minusSeconds(50))).isEqualTo(now);
    hearing.called();
    now = now.plusSeconds(20);
    hearing.called();
    assertThat(hearing.silentSince(START)).isEqualTo(START.plusSeconds(100));
    assertThat(hearing.silentSince(null)).isEqualTo(START.plusSeconds(100));
    assertThat(hearing.silentSince(START.plusSeconds(110))).isEqualTo(START.plusSeconds(110));
  }

  @Test
  void aServerThatNobodyCallsDoesNotWaitForEver() {
    now = START.plus(Hearing.FIRST_CALL_MAX).plus(Duration.ofHours(1));
    assertThat(hearing.silentSince(START)).isEqualTo(START.plus(Hearing.FIRST_CALL_MAX));
  }
}
