package omgservers.shared.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.util.Map;
import omgservers.shared.limits.RateLimits.Kind;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Settings.Rate;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final HandClock hands = new HandClock();
  private final RateLimits limits =
      new RateLimits(
          Map.of(Kind.OPEN, new Rate(60, 3), Kind.SIGN_IN, new Rate(60, 1)), new Time(hands));

  private void empty(String who) {
    for (int i = 0; i < 3; i++) {
      limits.take(Kind.OPEN, who);
    }
  }

  @Test
  void refusesTheCallAfterTheBurstAndSaysHowLongToWait() {
    empty("a");
    assertThat(limits.tryTake(Kind.OPEN, "a")).contains(Duration.ofSeconds(1));
    assertThatThrownBy(() -> limits.take(Kind.OPEN, "a"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TOO_MANY);
              assertThat(refusal.qualifier()).isEqualTo(Qualifier.LIMIT_REACHED);
              assertThat(refusal.pause()).contains(Duration.ofSeconds(1));
            });
  }

  @Test
  void letsTheNextCallPassAfterTheWait() {
    empty("a");
    hands.advance(Duration.ofMillis(999));
    assertThat(limits.tryTake(Kind.OPEN, "a")).isPresent();
    hands.advance(Duration.ofMillis(1));
    assertThat(limits.tryTake(Kind.OPEN, "a")).isEmpty();
    assertThat(limits.tryTake(Kind.OPEN, "a")).isPresent();
  }

  @Test
  void countsEachCallerAndEachKindForItself() {
    empty("a");
    assertThat(limits.tryTake(Kind.OPEN, "b")).isEmpty();
    assertThat(limits.tryTake(Kind.SIGN_IN, "a")).isEmpty();
    assertThat(limits.tryTake(Kind.SIGN_IN, "a")).isPresent();
  }

  @Test
  void tellsHowManyItRefusedByWhatIsLimited() {
    empty("a");
    limits.tryTake(Kind.OPEN, "a");
    limits.tryTake(Kind.OPEN, "a");
    CounterSnapshot refused = (CounterSnapshot) limits.collect().get(0);
    assertThat(refused.getDataPoints())
        .extracting(point -> point.getLabels().get("limit") + " " + point.getValue())
        .containsExactlyInAnyOrder("open 2.0", "sign_in 0.0");
  }
}
