package omgservers.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.pool.Driver;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Spread;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static Uses.GroupUse use(int cpuMillis, int memoryMib) {
    Spread cpu = new Spread();
    Spread memory = new Spread();
    for (int i = 0; i < 99; i++) {
      cpu.add(cpuMillis);
      memory.add(memoryMib);
    }
    // One in a hundred does not count.
    cpu.add(100_000);
    memory.add(100_000);
    return new Uses.GroupUse(RuntimeQualifier.MATCH, 100, cpu, memory);
  }

  private static Fit fit(Fit.Free free, Uses.GroupUse use) {
    return Fit.of(free, List.of(use)).get(0);
  }

  @Test
  void isBoundByWhateverThereIsLeastOf() {
    Fit byMemory = fit(new Fit.Free(64, 4_000, 1_000), use(100, 100));
    assertThat(byMemory.bound()).isEqualTo(Fit.Bound.MEMORY);
    assertThat(byMemory.count()).isBetween(9, 10);
    Fit byCpu = fit(new Fit.Free(64, 500, 10_000), use(100, 100));
    assertThat(byCpu.bound()).isEqualTo(Fit.Bound.CPU);
    assertThat(byCpu.count()).isBetween(4, 5);
    Fit bySlots = fit(new Fit.Free(3, 4_000, 10_000), use(100, 100));
    assertThat(bySlots.bound()).isEqualTo(Fit.Bound.SLOTS);
    assertThat(bySlots.count()).isEqualTo(3);
  }

  @Test
  void neverFitsLessThanNone() {
    assertThat(fit(new Fit.Free(-2, 10, 10), use(1, 1)).count()).isZero();
    assertThat(fit(new Fit.Free(5, -10, 10), use(1, 1)).count()).isZero();
  }

  @Test
  void whatIsNotKnownBoundsNothing() {
    assertThat(fit(new Fit.Free(7, null, null), use(1_000, 1_000)).count()).isEqualTo(7);
    Uses.GroupUse nothing =
        new Uses.GroupUse(RuntimeQualifier.LOBBY, 0, new Spread(), new Spread());
    assertThat(fit(new Fit.Free(7, 1, 1), nothing).count()).isEqualTo(7);
    assertThat(Fit.of(new Fit.Free(7, 1, 1), List.of())).isEmpty();
  }

  @Test
  void sharesOfTheShardsAddUp() {
    List<Uses.GroupUse> together = Uses.together(List.of(use(10, 20), use(10, 20)));
    assertThat(together).hasSize(1);
    assertThat(together.get(0).samples()).isEqualTo(200);
    assertThat(together.get(0).cpuMillis().count()).isEqualTo(200);
  }

  private static Driver.Use used(Long cpuNanos) {
    return new Driver.Use(cpuNanos, 3L << 20, 5L, null);
  }

  @Test
  void cpuIsWhatWasUsedSinceTheSampleBefore() {
    Instant before = NOW.minusSeconds(2);
    Metering.Sample sample =
        Metering.Sample.of(NOW, used(900_000_000L), before, used(400_000_000L));
    assertThat(sample).isEqualTo(new Metering.Sample(NOW, 250, 3, 5L, null));
    assertThat(Metering.Sample.of(NOW, used(1L), before, null).cpuMillis()).isNull();
    assertThat(Metering.Sample.of(NOW, used(1L), before, used(2L)).cpuMillis()).isNull();
    assertThat(Metering.Sample.of(NOW, used(null), before, used(2L)).cpuMillis()).isNull();
    assertThat(Metering.Sample.of(NOW, used(2L), NOW, used(1L)).cpuMillis()).isNull();
  }
}
