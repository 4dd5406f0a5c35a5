package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static Spread of(long... values) {
    Spread spread = new Spread();
    LongStream.of(values).forEach(spread::add);
    return spread;
  }

  @Test
  void knowsMeanAndPeakExactly() {
    Spread spread = of(0, 10, 20, 500);
    assertThat(spread.count()).isEqualTo(4);
    assertThat(spread.average()).isEqualTo(133);
    assertThat(spread.peak()).isEqualTo(500);
    assertThat(new Spread().average()).isZero();
    assertThat(new Spread().percentile(95)).isZero();
  }

  @Test
  void knowsPercentilesWithinATenth() {
    Random random = new Random(1);
    long[] values = LongStream.generate(() -> random.nextInt(5_000)).limit(10_000).toArray();
    Spread spread = of(values);
    long[] sorted = LongStream.of(values).sorted().toArray();
    for (int percent : new int[] {5, 50, 95, 99}) {
      long exact = sorted[10_000 * percent / 100 - 1];
      assertThat(spread.percentile(percent)).isBetween(exact, exact + exact / 10 + 1);
    }
    assertThat(spread.percentile(100)).isEqualTo(spread.peak());
  }

  @Test
  void survivesBeingWrittenAndAddsUp() {
    Spread first = of(0, 1, 2, 3);
    Spread second = Spread.of(of(1_000_000).text());
    second.add(Spread.of(first.text()));
    assertThat(second.text()).isEqualTo(of(0, 1, 2, 3, 1_000_000).text());
    assertThat(Spread.of(new Spread().text()).count()).isZero();
  }
}
