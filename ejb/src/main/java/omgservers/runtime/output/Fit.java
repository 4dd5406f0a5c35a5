package omgservers.runtime.output;

import java.util.List;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Spread;

/**
 * How many more game servers of a version fit on a server, for lobbies and for matches: each is
 * taken to need what it did not exceed in 95 of 100 measurements.
 */
public record Fit(
    RuntimeQualifier qualifier,
    int count,
    Bound bound,
    long samples,
    Integer cpuMillis,
    Integer memoryMib) {
  /** Out of so many measurements in a hundred, a game server needs no more. */
  public static final int PERCENT = 95;

  /** Free room of a server; null is not known, and so no bound. */
  public record Free(int slots, Integer cpuMillis, Integer memoryMib) {}

  /** What there is too little of for one more. */
  public enum Bound {
    /** Slots. */
    SLOTS,
    /** CPU. */
    CPU,
    /** Memory. */
    MEMORY
  }

  /** What fits into the free room, by these measurements. */
  public static List<Fit> of(Free free, List<Uses.GroupUse> measured) {
    return measured.stream().map(use -> of(free, use)).toList();
  }

  private static Fit of(Free free, Uses.GroupUse use) {
    Integer cpu = need(use.cpuMillis());
    Integer memory = need(use.memoryMib());
    int count = Math.max(0, free.slots);
    Bound bound = Bound.SLOTS;
    int byCpu = count(free.cpuMillis, cpu);
    if (byCpu < count) {
      count = byCpu;
      bound = Bound.CPU;
    }
    int byMemory = count(free.memoryMib, memory);
    if (byMemory < count) {
      count = byMemory;
      bound = Bound.MEMORY;
    }
    return new Fit(use.qualifier(), count, bound, use.samples(), cpu, memory);
  }

  private static Integer need(Spread spread) {
    return spread.count() == 0 ? null : (int) spread.percentile(PERCENT);
  }

  private static int count(Integer free, Integer need) {
    return free == null || need == null || need == 0 ? Integer.MAX_VALUE : Math.max(0, free) / need;
  }
}
