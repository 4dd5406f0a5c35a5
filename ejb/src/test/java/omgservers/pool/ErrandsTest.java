package omgservers.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One errand per runtime at a time, and nothing that happens meanwhile is missed. */
class ErrandsTest {
  private final Errands errands = new Errands();

  @Test
  void anErrandThatNobodyAskedForMeanwhileIsJustOver() {
    errands.ask(1);
    Errands.Errand errand = errands.begin(1).orElseThrow();
    errands.ask(2);
    assertThat(errand.done()).isFalse();
  }

  @Test
  void whatHappensDuringAnErrandIsLookedAtAfterwards() {
    Errands.Errand errand = errands.begin(1).orElseThrow();
    errands.ask(1);
    assertThat(errand.done()).isTrue();
    assertThat(errands.begin(1).orElseThrow().done()).isFalse();
  }

  @Test
  void whoWantsAnErrandWhileOneIsUnderWayIsHeardAfterwards() {
    Errands.Errand errand = errands.begin(1).orElseThrow();
    assertThat(errands.begin(1)).isEmpty();
    assertThat(errand.done()).isTrue();
  }
}
