package omgservers.pool;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.PoolServers.Occupancy;

/** Which server gets the next game server: a pure function of who has how much room. */
public final class Placement {
  private static final double MIB_PER_GIB = 1_024;
  private static final double MILLIS = 1_000;

  private Placement() {}

  /** How game servers are spread. */
  public enum Policy {
    /** On the server that is least loaded afterwards. */
    SPREAD,
    /** On the fullest server that still has room, so that others become free. */
    PACKED
  }

  /**
   * What is looked for: room of this size, not on the server of the name if any other has room.
   *
   * @param size how much room
   * @param avoided the name of the server where it failed before, or null
   */
  public record Wish(Capacity size, String avoided) {}

  /** The server; or, without one, the reason for a person. */
  public record Choice(Optional<Occupancy> server, String reason) {}

  /** The server for the wish. */
  public static Choice choose(List<Occupancy> servers, Wish wish, Policy policy) {
    List<Occupancy> open = servers.stream().filter(server -> server.closed() == null).toList();
    List<Occupancy> fitting =
        open.stream().filter(server -> server.free().holds(wish.size)).toList();
    if (fitting.isEmpty()) {
      return new Choice(Optional.empty(), explain(servers, open, wish.size));
    }
    Comparator<Occupancy> load =
        Comparator.comparingDouble((Occupancy server) -> load(server, wish.size));
    Comparator<Occupancy> order =
        Comparator.comparing((Occupancy server) -> server.name().equals(wish.avoided))
            .thenComparing(policy == Policy.SPREAD ? load : load.reversed())
            .thenComparing(Occupancy::name);
    return new Choice(fitting.stream().min(order), "");
  }

  /** How full the server would be: its scarcest part counts. */
  private static double load(Occupancy server, Capacity wish) {
    Capacity total = server.total();
    Capacity used = server.used();
    return Math.max(
        share(used.slots() + 1L, total.slots()),
        Math.max(
            share((long) used.cpuMillis() + wish.cpuMillis(), total.cpuMillis()),
            share((long) used.memoryMib() + wish.memoryMib(), total.memoryMib())));
  }

  private static double share(long used, int total) {
    return total == 0 ? 0 : (double) used / total;
  }

  private static String explain(List<Occupancy> all, List<Occupancy> open, Capacity wish) {
    if (all.isEmpty()) {
      return "The pool has no server.";
    }
    if (open.isEmpty()) {
      return "No pool server takes game servers: "
          + all.stream()
              .map(server -> server.name() + " " + server.closed())
              .collect(Collectors.joining(", "))
          + ".";
    }
    return IntStream.of(0, 1, 2)
        .mapToObj(part -> lacks(open, wish, part))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(
            "It needs %s and %s on one server; no server has a slot and both free."
                .formatted(cpus(wish.cpuMillis()), memory(wish.memoryMib())));
  }

  /** What no server has enough of, if it is this part: slots, CPU or memory. */
  private static Optional<String> lacks(List<Occupancy> open, Capacity wish, int part) {
    Function<Capacity, Integer> amount =
        List.<Function<Capacity, Integer>>of(
                Capacity::slots, Capacity::cpuMillis, Capacity::memoryMib)
            .get(part);
    Occupancy best =
        open.stream()
            .max(Comparator.comparingInt(server -> amount.apply(server.free())))
            .orElseThrow();
    int free = Math.max(0, amount.apply(best.free()));
    if (free >= amount.apply(wish)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (part) {
          case 0 -> "All slots are taken; %s has %d.".formatted(best.name(), best.total().slots());
          case 1 ->
              "It needs %s, the most that is free is %s on %s."
                  .formatted(cpus(wish.cpuMillis()), cpus(free), best.name());
          default ->
              "It needs %s, the largest free is %s on %s."
                  .formatted(memory(wish.memoryMib()), memory(free), best.name());
        });
  }

  private static String cpus(int millis) {
    return plain(millis / MILLIS) + (millis == (int) MILLIS ? " CPU" : " CPUs");
  }

  private static String memory(int mib) {
    return mib < MIB_PER_GIB ? mib + " MiB" : plain(mib / MIB_PER_GIB) + " GiB";
  }

  /** At most two decimals, rounded down so that nothing looks larger than it is. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.FLOOR)
        .stripTrailingZeros()
        .toPlainString();
  }
}
