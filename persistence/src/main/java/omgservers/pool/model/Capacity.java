package omgservers.pool.model;

/**
 * An amount of room on a pool server: game servers, thousandths of a CPU, and MiB of memory. A
 * server that offers 0 of CPU or memory does not count it.
 */
public record Capacity(int slots, int cpuMillis, int memoryMib) {
  /** A server gives room to at most this many game servers. */
  public static final int SLOTS_MAX = 10_000;

  /** A server has at most this many CPUs. */
  public static final int CPUS_MAX = 1_024;

  /** A server has at most this much memory, 16 TiB. */
  public static final int MEMORY_MIB_MAX = 16 << 20;

  /** What one game server of this size takes. */
  public static Capacity one(int cpuMillis, int memoryMib) {
    return new Capacity(1, cpuMillis, memoryMib);
  }

  /** Room that counts game servers only. */
  public static Capacity slots(int slots) {
    return new Capacity(slots, 0, 0);
  }

  /** What is left of this when so much is used; what is not counted is never used up. */
  public Capacity less(Capacity used) {
    return new Capacity(
        slots - used.slots,
        cpuMillis == 0 ? Integer.MAX_VALUE : cpuMillis - used.cpuMillis,
        memoryMib == 0 ? Integer.MAX_VALUE : memoryMib - used.memoryMib);
  }

  /** Whether something of this size fits in. */
  public boolean holds(Capacity wish) {
    return slots >= wish.slots && cpuMillis >= wish.cpuMillis && memoryMib >= wish.memoryMib;
  }
}
