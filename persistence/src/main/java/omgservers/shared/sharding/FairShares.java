package omgservers.shared.sharding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which shards an instance keeps, gives up and takes, so that all who work have as many as the
 * others, or one more. Each instance decides for itself and all by the same rule, so they need not
 * agree first: a shard that is free is for whoever has the fewest, and who has two more than
 * somebody else gives one up.
 */
final class FairShares {
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final List<Integer> kept = new ArrayList<>();
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> given = new ArrayList<>();

  private FairShares() {}

  /** A lease on a shard; one that nobody holds, or whose time is over, is free. */
  record Lease(int shard, String holder, boolean free) {}

  /**
   * What the instance does about these leases.
   *
   * @param workers the instances that work, in an order on which all agree
   * @param mayTake whether it takes what is free, too
   */
  static FairShares of(List<Lease> leases, List<String> workers, String instance, boolean mayTake) {
    FairShares shares = new FairShares();
    shares.count(leases, workers, instance);
    if (!workers.contains(instance)) {
      shares.given.addAll(shares.kept);
      shares.kept.clear();
      return shares;
    }
    for (Lease lease : leases) {
      if (lease.free) {
        String next = shares.poorest();
        shares.counts.merge(next, 1, Integer::sum);
        if (next.equals(instance) && mayTake) {
          shares.taken.add(lease.shard);
        }
      }
    }
    shares.giveUp(instance);
    return shares;
  }

  private void count(List<Lease> leases, List<String> workers, String instance) {
    workers.forEach(worker -> counts.put(worker, 0));
    Set<String> known = new HashSet<>(workers);
    for (Lease lease : leases) {
      if (!lease.free && known.contains(lease.holder)) {
        counts.merge(lease.holder, 1, Integer::sum);
      }
      if (!lease.free && instance.equals(lease.holder)) {
        kept.add(lease.shard);
      }
    }
  }

  private String poorest() {
    String poorest = null;
    for (Map.Entry<String, Integer> each : counts.entrySet()) {
      if (poorest == null || each.getValue() < counts.get(poorest)) {
        poorest = each.getKey();
      }
    }
    return poorest;
  }

  private void giveUp(String instance) {
    String poorest = poorest();
    while (!kept.isEmpty() && counts.get(instance) - counts.get(poorest) >= 2) {
      given.add(kept.remove(kept.size() - 1));
      counts.merge(instance, -1, Integer::sum);
      counts.merge(poorest, 1, Integer::sum);
      poorest = poorest();
    }
  }

  /** Shards that it holds and goes on to hold. */
  List<Integer> kept() {
    return kept;
  }

  /** Shards that are free and that it holds from now on. */
  List<Integer> taken() {
    return taken;
  }

  /** Shards that it holds no longer. */
  List<Integer> given() {
    return given;
  }
}
