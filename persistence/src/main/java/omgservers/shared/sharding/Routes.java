package omgservers.shared.sharding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import omgservers.shared.problem.Refusal;

/**
 * The map of slots by which this instance works now, and the earlier ones by which transactions
 * still do: a slot that is closed is not touched any more once those have ended.
 */
final class Routes {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final List<SlotMap> earlier = new ArrayList<>();
  private volatile SlotMap map;

  /** No map is known; the time is told in nanoseconds. */
  Routes(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The map by which transactions begin now; null before the first. */
  SlotMap map() {
    return map;
  }

  /** Transactions begin by this map from now on, unless a later one is known. */
  synchronized boolean install(SlotMap later) {
    if (map != null) {
      if (later.version() <= map.version()) {
        return false;
      }
      earlier.add(map);
    }
    map = later;
    notifyAll();
    return true;
  }

  /**
   * A transaction on the slot's shard begins: the map that it works by until {@link SlotMap#leave}.
   * While the slot is closed it waits, so long at most.
   */
  SlotMap enter(int slot, Duration patience) {
    long until = nanos.getAsLong() + patience.toNanos();
    while (true) {
      SlotMap present = map;
      if (present.isClosed(slot)) {
        await(slot, until);
      } else if (entered(present, present.shardOfSlot(slot))) {
        return present;
      }
    }
  }

  /** A transaction on the shard begins, whatever slots it will touch. */
  SlotMap enterShard(int shard) {
    while (true) {
      SlotMap present = map;
      if (entered(present, shard)) {
        return present;
      }
    }
  }

  /** Counted first and looked at again after: so whoever installs the next map sees the count. */
  private boolean entered(SlotMap present, int shard) {
    present.enter(shard);
    if (present == map) {
      return true;
    }
    present.leave(shard);
    return false;
  }

  private synchronized void await(int slot, long until) {
    while (map.isClosed(slot)) {
      long left = until - nanos.getAsLong();
      if (left <= 0) {
        throw closed();
      }
      try {
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw closed();
      }
    }
  }

  /** What a caller is told who cannot wait, or has waited long enough. */
  static Refusal closed() {
    return Refusal.unavailable(
        RETRY, "What this is about is being moved to another database. Try again soon.");
  }

  /**
   * Whether no transaction that began by an earlier map works on a shard that holds a closed slot.
   */
  synchronized boolean isDrained() {
    earlier.removeIf(old -> !old.isUsed());
    for (int shard : map.closedOn()) {
      if (earlier.stream().anyMatch(old -> old.isUsed(shard))) {
        return false;
      }
    }
    return true;
  }
}
