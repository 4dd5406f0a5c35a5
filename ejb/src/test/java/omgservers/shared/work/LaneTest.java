package omgservers.shared.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration REST = Duration.ofMinutes(10);

  private final Deque<Optional<Instant>> answers = new ArrayDeque<>();
  private final AtomicInteger runs = new AtomicInteger();
  private Runnable meanwhile = () -> {};
  private final Lane lane =
      new Lane(
          "test",
          () -> {
            runs.incrementAndGet();
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return answers.isEmpty() ? Optional.empty() : answers.pop();
          },
          REST);

  private void run() {
    assertThat(lane.wake()).isTrue();
    lane.run(() -> NOW);
  }

  @Test
  void restsForALongTimeWhenNothingWillBeDue() {
    run();
    assertThat(lane.next()).isEqualTo(NOW.plus(REST));
  }

  @Test
  void comesBackWhenTheNextRowIsDue() {
    answers.add(Optional.of(NOW.plusMillis(7)));
    run();
    assertThat(lane.next()).isEqualTo(NOW.plusMillis(7));
  }

  @Test
  void leavesARowThatItCouldNotTakeForAMoment() {
    answers.add(Optional.of(NOW.minusSeconds(3)));
    run();
    assertThat(lane.next()).isEqualTo(NOW.plus(Lane.BREATH));
  }

  @Test
  void worksAgainWhenItIsWokenWhileItWorks() {
    meanwhile = () -> assertThat(lane.wake()).isFalse();
    run();
    assertThat(runs).hasValue(2);
    assertThat(lane.wake()).isTrue();
  }

  @Test
  void keepsWhatALookFindsWhileItWorks() {
    meanwhile = () -> lane.dueBy(NOW.plusSeconds(2));
    run();
    assertThat(lane.next()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  void comesBackSoonAfterAFailure() {
    meanwhile =
        () -> {
          throw new IllegalStateException("the database is away");
        };
    run();
    assertThat(lane.next()).isEqualTo(NOW.plusSeconds(1));
    assertThat(lane.wake()).isTrue();
  }

  @Test
  void worksAgainAfterAnError() {
    meanwhile =
        () -> {
          throw new NoClassDefFoundError("gone");
        };
    run();
    assertThat(lane.next()).isEqualTo(NOW.plusSeconds(1));
    run();
    assertThat(runs).hasValue(2);
  }
}
