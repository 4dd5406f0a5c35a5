package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecountTest {
  private int counted;

  private Recount every(Duration pause) {
    return new Recount(() -> pause) {
      @Override
      protected MetricSnapshots count() {
        counted++;
        return MetricSnapshots.of();
      }
    };
  }

  @Test
  void countsOnceHoweverManyAsk() {
    Recount figures = every(Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      figures.collect();
    }
    assertThat(counted).isEqualTo(1);
  }

  @Test
  void countsAnewAfterThePause() {
    Recount figures = every(Duration.ofNanos(1));
    figures.collect();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (counted < 2 && System.nanoTime() < end) {
      figures.collect();
    }
    assertThat(counted).isEqualTo(2);
  }

  @Test
  void leavesOutWhatCannotBeCountedNow() {
    Recount broken =
        new Recount(() -> Duration.ofHours(1)) {
          @Override
          protected MetricSnapshots count() {
            throw new IllegalStateException("the database does not answer");
          }
        };
    assertThat(broken.collect()).isEmpty();
  }
}
