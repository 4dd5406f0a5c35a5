package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  private static final Random RANDOM = new Random(1);

  private final List<FairShares.Lease> leases = new ArrayList<>();

  private void shards(int count) {
    IntStream.range(0, count).forEach(n -> leases.add(new FairShares.Lease(n, null, true)));
  }

  /** The instance has its turn. */
  private void turn(String instance, List<String> workers) {
    FairShares shares = FairShares.of(leases, workers, instance, true);
    shares.given().forEach(n -> leases.set(n, new FairShares.Lease(n, null, true)));
    shares.taken().forEach(n -> leases.set(n, new FairShares.Lease(n, instance, false)));
  }

  private long held(String instance) {
    return leases.stream().filter(it -> instance.equals(it.holder())).count();
  }

  /** As many turns as it takes at most, in any order. */
  private void turns(List<String> all, List<String> workers) {
    for (int i = 0; i < 2 * leases.size() + 2; i++) {
      List<String> order = new ArrayList<>(all);
      java.util.Collections.shuffle(order, RANDOM);
      order.forEach(instance -> turn(instance, workers));
    }
  }

  @Test
  void areAllOfThemForTheOnlyOne() {
    shards(5);
    turn("a", List.of("a"));
    assertThat(held("a")).isEqualTo(5);
  }

  @Test
  void areEvenWhoeverComesAndGoes() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    for (int count = 1; count <= 9; count++) {
      leases.clear();
      shards(count);
      for (int round = 0; round < 20; round++) {
        List<String> workers = names.stream().filter(it -> RANDOM.nextBoolean()).toList();
        if (workers.isEmpty()) {
          continue;
        }
        turns(names, workers);
        assertThat(leases).noneMatch(FairShares.Lease::free);
        long least = workers.stream().mapToLong(this::held).min().orElseThrow();
        long most = workers.stream().mapToLong(this::held).max().orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(1);
        assertThat(names).filteredOn(it -> !workers.contains(it)).allMatch(it -> held(it) == 0);
      }
    }
  }

  @Test
  void stayAsTheyAreWhenTheyAreEven() {
    shards(5);
    turns(List.of("a", "b"), List.of("a", "b"));
    List<FairShares.Lease> before = List.copyOf(leases);
    turns(List.of("a", "b"), List.of("a", "b"));
    assertThat(leases).isEqualTo(before);
  }

  @Test
  void areNotTakenByWhoWasAway() {
    shards(2);
    FairShares shares = FairShares.of(leases, List.of("a"), "a", false);
    assertThat(shares.taken()).isEmpty();
  }
}
