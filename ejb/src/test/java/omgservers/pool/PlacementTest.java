package omgservers.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import omgservers.pool.Placement.Choice;
import omgservers.pool.Placement.Policy;
import omgservers.pool.Placement.Wish;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.PoolServers.Occupancy;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static Occupancy server(String name, Capacity total, Capacity used) {
    return new Occupancy(name.hashCode(), name, "docker", total, used, null);
  }

  private static Occupancy empty(String name, int slots, int cpuMillis, int memoryMib) {
    return server(name, new Capacity(slots, cpuMillis, memoryMib), new Capacity(0, 0, 0));
  }

  private static Choice choose(List<Occupancy> servers, int cpuMillis, int memoryMib) {
    return Placement.choose(
        servers, new Wish(Capacity.one(cpuMillis, memoryMib), null), Policy.SPREAD);
  }

  private static String name(Choice choice) {
    return choice.server().map(Occupancy::name).orElse(choice.reason());
  }

  @Test
  void takesTheServerThatIsLeastLoadedAfterwards() {
    Occupancy half = server("a", new Capacity(10, 4_000, 4_096), new Capacity(1, 2_000, 512));
    Occupancy light = server("b", new Capacity(10, 4_000, 4_096), new Capacity(4, 1_000, 1_024));
    assertThat(name(choose(List.of(half, light), 1_000, 512))).isEqualTo("b");
  }

  @Test
  void fillsTheFullestThatHasRoomWhenPacked() {
    Occupancy full = server("a", new Capacity(2, 0, 0), new Capacity(2, 0, 0));
    Occupancy fuller = server("b", new Capacity(4, 0, 0), new Capacity(3, 0, 0));
    Occupancy empty = empty("c", 4, 0, 0);
    Wish wish = new Wish(Capacity.one(100, 100), null);
    List<Occupancy> servers = List.of(full, fuller, empty);
    assertThat(name(Placement.choose(servers, wish, Policy.PACKED))).isEqualTo("b");
    assertThat(name(Placement.choose(servers, wish, Policy.SPREAD))).isEqualTo("c");
  }

  @Test
  void avoidsTheServerWhereItFailedUnlessItIsTheOnlyOne() {
    Occupancy failed = empty("a", 10, 0, 0);
    Occupancy other = server("b", new Capacity(10, 0, 0), new Capacity(9, 0, 0));
    Wish wish = new Wish(Capacity.one(0, 0), "a");
    assertThat(name(Placement.choose(List.of(failed, other), wish, Policy.SPREAD))).isEqualTo("b");
    assertThat(name(Placement.choose(List.of(failed), wish, Policy.SPREAD))).isEqualTo("a");
  }

  @Test
  void saysWhatIsMissingAndWhereMostOfItIs() {
    Occupancy eu = server("eu-1", new Capacity(10, 8_000, 4_096), new Capacity(3, 0, 2_600));
    Occupancy us = server("us-1", new Capacity(10, 8_000, 4_096), new Capacity(3, 7_500, 3_500));
    assertThat(name(choose(List.of(eu, us), 100, 2_048)))
        .isEqualTo("It needs 2 GiB, the largest free is 1.46 GiB on eu-1.");
    assertThat(name(choose(List.of(us), 1_000, 512)))
        .isEqualTo("It needs 1 CPU, the most that is free is 0.5 CPUs on us-1.");
    Occupancy full = server("eu-2", new Capacity(2, 0, 0), new Capacity(2, 0, 0));
    assertThat(name(choose(List.of(full), 0, 0))).isEqualTo("All slots are taken; eu-2 has 2.");
    assertThat(name(choose(List.of(), 0, 0))).isEqualTo("The pool has no server.");
    assertThat(name(choose(List.of(eu.closed("drains"), us.closed("does not answer")), 0, 0)))
        .isEqualTo("No pool server takes game servers: eu-1 drains, us-1 does not answer.");
    Occupancy cpu = server("cpu", new Capacity(9, 8_000, 512), new Capacity(1, 0, 256));
    Occupancy memory = server("memory", new Capacity(9, 1_000, 8_192), new Capacity(1, 900, 0));
    assertThat(name(choose(List.of(cpu, memory), 1_000, 1_024)))
        .startsWith("It needs 1 CPU and 1 GiB on one server;");
  }

  /** Random pools and wishes: nothing is overbooked, and only what fits nowhere waits. */
  @Test
  void neverOverbooksAndNeverRefusesWhatFits() {
    Random random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      List<Occupancy> servers = new ArrayList<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        Occupancy server =
            server(
                "s" + i,
                new Capacity(1 + random.nextInt(8), random.nextInt(4) * 1_000, some(random, 4_096)),
                new Capacity(random.nextInt(9), some(random, 4_000), some(random, 4_096)));
        servers.add(random.nextInt(5) == 0 ? server.closed("drains") : server);
      }
      Capacity size = Capacity.one(some(random, 4_000), some(random, 4_096));
      Policy policy = random.nextBoolean() ? Policy.SPREAD : Policy.PACKED;
      Choice choice = Placement.choose(servers, new Wish(size, "s0"), policy);
      boolean fits =
          servers.stream().anyMatch(each -> each.closed() == null && each.free().holds(size));
      assertThat(choice.server().isPresent()).isEqualTo(fits);
      assertThat(choice.reason().isEmpty()).isEqualTo(fits);
      choice
          .server()
          .ifPresent(
              chosen -> {
                assertThat(chosen.closed()).isNull();
                assertThat(chosen.free().holds(size)).isTrue();
              });
    }
  }

  private static int some(Random random, int max) {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(max);
  }

  /** One after the other, until nothing fits: the pool is full then, and nowhere more than full. */
  @Test
  void fillsAPoolExactly() {
    for (Policy policy : Policy.values()) {
      List<Occupancy> servers =
          new ArrayList<>(List.of(empty("a", 3, 3_000, 2_048), empty("b", 8, 4_000, 4_096)));
      Wish wish = new Wish(Capacity.one(1_000, 512), null);
      int placed = 0;
      Choice choice = Placement.choose(servers, wish, policy);
      while (choice.server().isPresent()) {
        placed++;
        Occupancy taken = choice.server().get();
        Capacity used = taken.used();
        servers.remove(taken);
        servers.add(
            server(
                taken.name(),
                taken.total(),
                new Capacity(used.slots() + 1, used.cpuMillis() + 1_000, used.memoryMib() + 512)));
        choice = Placement.choose(servers, wish, policy);
      }
      assertThat(placed).isEqualTo(7);
    }
  }
}
