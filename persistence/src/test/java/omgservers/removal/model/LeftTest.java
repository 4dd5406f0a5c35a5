package omgservers.removal.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftTest {
  @Test
  void saysWhatIsLeftAndNothingElse() {
    assertThat(new Left(1, 2, 0, 0, 0, 1, 0).sentence())
        .isEqualTo("Left: 1 stage, 1 deployment, 2 runtimes.");
    assertThat(Left.NONE.sentence()).isEqualTo("Nothing is left.");
  }

  @Test
  void addsWhatTheShardsHave() {
    Left sum = new Left(1, 2, 3, 4, 5, 6, 7).and(new Left(10, 20, 30, 40, 50, 60, 70));
    assertThat(sum).isEqualTo(new Left(11, 22, 33, 44, 55, 66, 77));
  }

  @Test
  void isQuietWhenNobodyPlaysThoughDeploymentsAreLeft() {
    assertThat(new Left(3, 0, 0, 0, 0, 0, 0).isQuiet()).isTrue();
    assertThat(new Left(3, 0, 0, 0, 0, 0, 0).isNone()).isFalse();
    assertThat(new Left(0, 0, 0, 1, 0, 0, 0).isQuiet()).isFalse();
    assertThat(new Left(0, 0, 1, 0, 0, 0, 0).isQuiet()).isFalse();
    assertThat(new Left(0, 1, 0, 0, 0, 0, 0).isQuiet()).isFalse();
  }
}
