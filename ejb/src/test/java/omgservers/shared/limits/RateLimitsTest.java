package omgservers.shared.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import omgservers.shared.limits.RateLimits.Kind;
import omgservers.shared.platform.Settings.Rate;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  /** A clock that goes when the test says so. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Hands hands = new Hands();
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
    hands.now = hands.now.plusMillis(999);
    assertThat(limits.tryTake(Kind.OPEN, "a")).isPresent();
    hands.now = hands.now.plusMillis(1);
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
}
