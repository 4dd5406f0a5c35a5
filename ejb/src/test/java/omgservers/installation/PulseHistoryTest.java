package omgservers.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import omgservers.installation.model.PulseFacts.Counts;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class PulseHistoryTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static Pulse.Beat beat(long seconds) {
    return new Pulse.Beat(BEGIN.plusSeconds(seconds), Counts.NONE, seconds, 0);
  }

  private static PulseHistory history(long now) {
    return new PulseHistory(new Time(Clock.fixed(BEGIN.plusSeconds(now), ZoneOffset.UTC)));
  }

  @Test
  void keepsABeatEveryQuarterOfAMinute() {
    PulseHistory history = history(0);
    for (int second = 0; second <= 60; second++) {
      history.keep("all", beat(second));
    }
    assertThat(history.of("all"))
        .extracting(Pulse.Beat::messages)
        .containsExactly(0L, 15L, 30L, 45L, 60L);
  }

  @Test
  void forgetsWhatIsOlderThanAnHourAndWhoLooksNoMore() {
    PulseHistory history = history(0);
    history.keep("user 1", beat(0));
    history.keep("all", beat(0));
    history.keep("all", beat(1_000));
    history.keep("all", beat(Duration.ofHours(1).toSeconds() + 1));
    assertThat(history.of("all")).extracting(Pulse.Beat::messages).containsExactly(1_000L, 3_601L);
    assertThat(history.of("user 1")).isEmpty();
  }

  @Test
  void looksByItselfWhenNobodyDidForAMinute() {
    PulseHistory history = history(60);
    assertThat(history.isDue()).isTrue();
    history.keep("all", beat(1));
    assertThat(history.isDue()).isFalse();
    assertThat(history(60).isDue()).isTrue();
  }
}
