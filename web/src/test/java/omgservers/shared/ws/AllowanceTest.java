package omgservers.shared.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import omgservers.shared.platform.SocketSettings.Flow;
import omgservers.shared.ws.Allowance.Verdict;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private long now = TimeUnit.HOURS.toNanos(1);

  private final Allowance allowance =
      new Allowance(new Flow(10, 20), new Flow(1_000, 2_000), 2, () -> now);

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private Verdict burst() {
    Verdict last = Verdict.PASSES;
    for (int i = 0; i < 21; i++) {
      last = allowance.take(1);
    }
    return last;
  }

  @Test
  void letsPassWhatIsWithinTheBurstAndTheFlow() {
    for (int i = 0; i < 20; i++) {
      assertThat(allowance.take(1)).isEqualTo(Verdict.PASSES);
    }
    pass(1_000);
    for (int i = 0; i < 10; i++) {
      assertThat(allowance.take(1)).isEqualTo(Verdict.PASSES);
    }
    assertThat(allowance.take(1)).isEqualTo(Verdict.WARNED);
  }

  @Test
  void countsBytesToo() {
    assertThat(allowance.take(2_000)).isEqualTo(Verdict.PASSES);
    assertThat(allowance.take(1)).isEqualTo(Verdict.WARNED);
    assertThat(allowance.take(0)).as("nothing takes nothing").isEqualTo(Verdict.PASSES);
  }

  @Test
  void warnsOnceAndThenClosesWhoGoesOnForSeconds() {
    assertThat(burst()).isEqualTo(Verdict.WARNED);
    assertThat(allowance.take(1)).as("in the same second").isEqualTo(Verdict.DROPPED);
    pass(1_000);
    assertThat(burst()).isEqualTo(Verdict.DROPPED);
    pass(1_000);
    assertThat(burst()).isEqualTo(Verdict.TOO_MUCH);
  }

  @Test
  void forgivesAfterAMinute() {
    assertThat(burst()).isEqualTo(Verdict.WARNED);
    pass(1_000);
    assertThat(burst()).isEqualTo(Verdict.DROPPED);
    pass(60_000);
    assertThat(burst()).isEqualTo(Verdict.WARNED);
    pass(1_000);
    assertThat(burst()).isEqualTo(Verdict.DROPPED);
  }
}
