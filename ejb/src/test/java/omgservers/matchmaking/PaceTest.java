package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Pace pace = new Pace();

  @Test
  void restsForAMultipleOfWhatTookLong() {
    Duration took = Pace.BRIEF.plusMillis(1);
    pace.played("crowd", took, NOW);
    Instant end = NOW.plus(took.multipliedBy(Pace.REST));
    assertThat(pace.isSlow("crowd")).isTrue();
    assertThat(pace.notBefore("crowd", NOW)).isEqualTo(end);
    assertThat(pace.notBefore("crowd", end.plusSeconds(1))).isEqualTo(end.plusSeconds(1));
    assertThat(pace.mayWait("crowd", end)).isTrue();
    assertThat(pace.mayWait("crowd", end.plus(Pace.COURTESY))).isFalse();
    assertThat(pace.isSlow("duel")).isFalse();
    assertThat(pace.mayWait("duel", NOW)).isFalse();
    assertThat(pace.notBefore("duel", NOW)).isEqualTo(NOW);
  }

  @Test
  void restsNoLongerThanItMayAndNotAfterABriefRound() {
    pace.played("crowd", Pace.REST_MAX, NOW);
    assertThat(pace.notBefore("crowd", NOW)).isEqualTo(NOW.plus(Pace.REST_MAX));
    pace.played("crowd", Pace.BRIEF, NOW);
    assertThat(pace.isSlow("crowd")).isFalse();
    assertThat(pace.notBefore("crowd", NOW)).isEqualTo(NOW);
  }
}
