package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static Ids at(Instant instant) {
    Ids ids = new Ids(new Time(Clock.fixed(instant, ZoneOffset.UTC)), slot -> true);
    ids.use(7);
    return ids;
  }

  @Test
  void carriesItsSlotAndItsTime() {
    long id = at(NOW).in(1_023);
    assertThat(Slots.of(id)).isEqualTo(1_023);
    assertThat(Slots.madeAt(id)).isEqualTo(NOW);
    assertThat(id).isPositive();
  }

  @Test
  void staysBesideTheIdThatItBelongsTo() {
    Ids ids = at(NOW);
    long root = ids.anywhere();
    assertThat(Slots.of(ids.beside(root))).isEqualTo(Slots.of(root));
  }

  @Test
  void growsAndNeverRepeatsEvenWhenTheClockStandsStill() {
    Ids ids = at(NOW);
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      long id = ids.in(5);
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void isUniqueAcrossThreads() {
    Ids ids = at(NOW);
    Set<Long> made =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(i -> ids.in(i % 4))
            .collect(HashSet::new, HashSet::add, HashSet::addAll);
    assertThat(made).hasSize(20_000);
  }

  @Test
  void differsBetweenInstances() {
    Ids one = at(NOW);
    Ids other = new Ids(new Time(Clock.fixed(NOW, ZoneOffset.UTC)), slot -> true);
    other.use(8);
    assertThat(one.in(3)).isNotEqualTo(other.in(3));
  }

  @Test
  void refusesToMakeIdsBeforeTheInstanceHasItsNumber() {
    Ids ids = new Ids(new Time(Clock.fixed(NOW, ZoneOffset.UTC)), slot -> true);
    assertThatThrownBy(ids::anywhere).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ids.use(Ids.INSTANCES)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void liesWhereThereIsRoomForMore() {
    Ids picky = new Ids(new Time(Clock.fixed(NOW, ZoneOffset.UTC)), slot -> slot % 4 == 3);
    picky.use(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Slots.of(picky.anywhere()) % 4).isEqualTo(3);
    }
    Ids full = new Ids(new Time(Clock.fixed(NOW, ZoneOffset.UTC)), slot -> false);
    full.use(1);
    assertThat(full.anywhere()).isPositive();
  }
}
