package omgservers.shared.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A move works for a share of the time, and does not rest while somebody waits. */
class ThrottleTest {
  private static final int MUCH = 100_000;

  private long now;
  private final List<Duration> rests = new ArrayList<>();

  private Throttle throttle(int mibPerSecond, int percent) {
    return new Throttle(
        mibPerSecond,
        percent,
        () -> now,
        rest -> {
          rests.add(rest);
          now += rest.toNanos();
        });
  }

  private void work(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  @Test
  void restsNineTimesAsLongAsItWorksForATenthOfTheTime() {
    Throttle throttle = throttle(MUCH, 10);
    work(20);
    throttle.rest();
    work(2);
    throttle.rest();
    work(8);
    throttle.rest();
    assertThat(rests).containsExactly(Duration.ofMillis(180), Duration.ofMillis(90));
  }

  @Test
  void doesNotRestAtAllOfTheTime() {
    Throttle throttle = throttle(MUCH, 100);
    work(1_000);
    throttle.rest();
    assertThat(rests).containsExactly(Duration.ZERO);
  }

  @Test
  void restsNoLongerThanItsBound() {
    Throttle throttle = throttle(MUCH, 1);
    work(60_000);
    throttle.rest();
    assertThat(rests).containsExactly(Throttle.REST_MAX);
  }

  @Test
  void hurriesWhileSomebodyWaitsAndRestsForThatAfterwards() {
    Throttle throttle = throttle(MUCH, 50);
    throttle.hurry();
    work(1_000);
    throttle.waited();
    work(20);
    throttle.passed(10);
    throttle.rest();
    assertThat(rests).isEmpty();
    throttle.relax();
    assertThat(rests).containsExactly(Duration.ofMillis(20));
  }

  @Test
  void waitsForItsBytesWhichIsARestToo() {
    Throttle throttle = throttle(1, 50);
    throttle.passed(1 << 20);
    assertThat(rests).containsExactly(Duration.ofSeconds(1));
    work(10);
    throttle.rest();
    assertThat(rests).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(10));
  }
}
