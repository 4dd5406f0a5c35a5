package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LockOutTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private static LockOut after(int failures) {
    LockOut lockOut = LockOut.NONE;
    for (int i = 0; i < failures; i++) {
      lockOut = lockOut.failed(NOW);
    }
    return lockOut;
  }

  @Test
  void letsFourWrongPasswordsPassWithoutAPause() {
    assertThat(after(LockOut.FAILURES_FREE - 1).pause(NOW)).isEmpty();
  }

  @Test
  void pausesASecondAfterTheFifthAndTwiceAsLongAfterEachOther() {
    assertThat(after(5).pause(NOW)).contains(Duration.ofSeconds(1));
    assertThat(after(6).pause(NOW)).contains(Duration.ofSeconds(2));
    assertThat(after(7).pause(NOW)).contains(Duration.ofSeconds(4));
    assertThat(after(14).pause(NOW)).contains(Duration.ofSeconds(512));
  }

  @Test
  void neverPausesLongerThanAQuarterOfAnHour() {
    assertThat(after(15).pause(NOW)).contains(LockOut.PAUSE_MAX);
    assertThat(after(500).pause(NOW)).contains(Duration.ofMinutes(15));
    assertThat(new LockOut(Integer.MAX_VALUE, null).failed(NOW).pause(NOW))
        .contains(LockOut.PAUSE_MAX);
  }

  @Test
  void endsItsPauseAtItsMoment() {
    LockOut lockOut = after(5);
    assertThat(lockOut.pause(NOW.plusMillis(999))).contains(Duration.ofMillis(1));
    assertThat(lockOut.pause(NOW.plusSeconds(1))).isEmpty();
  }
}
