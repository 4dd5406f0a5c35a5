package omgservers.shared.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A move works for a share of the time, unless it cannot rest. */
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

  @ParameterizedTest
  @CsvSource({"100, 1000, 0", "50, 1000, 1000", "50, 2001, 2000", "1, 60000, 2000"})
  void restsAsItsShareSaysAndNoLongerThanItsBound(int percent, int worked, int rested) {
    Throttle throttle = throttle(MUCH, percent);
    work(worked);
    throttle.rest();
    assertThat(rests).containsExactly(Duration.ofMillis(rested));
  }

  @Test
  void whatCannotRestIsRestedForAfterwardsAndWaitingIsNot() {
    Throttle throttle = throttle(MUCH, 50);
    work(1_000);
    throttle.waited();
    work(20);
    throttle.held(10);
    assertThat(rests).isEmpty();
    throttle.passed(10);
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
