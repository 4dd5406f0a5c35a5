package omgservers.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omgservers.shared.moves.Moves.Wish;
import org.junit.jupiter.api.Test;

class MovePlanTest {
  private static List<Wish> spread(int slots, int over) {
    return IntStream.range(0, slots)
        .mapToObj(slot -> new Wish(slot, slot % over, slot % over))
        .toList();
  }

  private static Map<Integer, Long> after(List<Wish> places, List<Wish> wishes) {
    Map<Integer, Integer> shards =
        places.stream().collect(Collectors.toMap(Wish::slot, Wish::target));
    wishes.forEach(wish -> shards.put(wish.slot(), wish.target()));
    return shards.values().stream()
        .collect(Collectors.groupingBy(shard -> shard, Collectors.counting()));
  }

  @Test
  void aNewShardGetsItsShareAndNothingElseMoves() {
    List<Wish> places = spread(1024, 2);
    List<Wish> wishes = new MovePlan(places, 3).rebalance();
    assertThat(wishes).hasSize(341).allMatch(wish -> wish.target() == 2);
    assertThat(after(places, wishes).values()).allMatch(count -> count >= 341 && count <= 342);
    assertThat(new MovePlan(spread(1024, 4), 4).rebalance()).isEmpty();
  }

  @Test
  void whatIsOnItsWayIsCountedThereAndLeftAlone() {
    List<Wish> places = List.of(new Wish(0, 0, 1), new Wish(1, 0, 0), new Wish(2, 1, 1));
    assertThat(new MovePlan(places, 2).rebalance()).isEmpty();
    assertThat(new MovePlan(places, 2).drain(0)).containsExactly(new Wish(1, 0, 1));
    assertThat(new MovePlan(places, 2).some(0, 9)).containsExactly(1);
    assertThat(new MovePlan(places, 2).onTheWay(List.of(0, 1, 2), 0)).containsExactly(0);
    assertThat(new MovePlan(places, 2).onTheWay(List.of(0, 1, 2), 1)).isEmpty();
    assertThat(new MovePlan(places, 2).move(List.of(0, 1, 2), 1))
        .containsExactly(new Wish(1, 0, 1));
  }

  @Test
  void aDrainedShardIsSharedOutEvenly() {
    List<Wish> places = spread(90, 3);
    List<Wish> wishes = new MovePlan(places, 3).drain(1);
    assertThat(after(places, wishes)).containsExactlyInAnyOrderEntriesOf(Map.of(0, 45L, 2, 45L));
  }
}
