package omgservers.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Outages;
import omgservers.shared.work.Lanes;

/**
 * Shards on which this instance begins to work, each taken on a thread of its own: a database that
 * says nothing must delay neither the other shards nor the turns, by which this instance keeps what
 * it has.
 */
@ApplicationScoped
public class Takeovers {
  private static final System.Logger LOG = System.getLogger(Takeovers.class.getName());

  private final Lease lease;
  private final Lanes lanes;
  private final Holdings holdings;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final Set<Integer> beingTaken = new HashSet<>();
  private Map<Integer, Long> leased = Map.of();

  /** Takeovers by this lease, for these lanes. */
  @Inject
  public Takeovers(Lease lease, Lanes lanes, Holdings holdings) {
    this.lease = lease;
    this.lanes = lanes;
    this.holdings = holdings;
  }

  protected Takeovers() {
    this(null, null, null);
  }

  /**
   * The instance has leases on these shards, each with its epoch, and on no others. What it has no
   * lease on is lost at once; what it does not hold yet is being taken when this returns.
   */
  void follow(Map<Integer, Long> epochs) {
    lock.lock();
    try {
      leased = epochs;
      holdings.shards().stream().filter(it -> !epochs.containsKey(it)).forEach(this::lose);
      epochs.forEach(
          (shard, epoch) -> {
            if (holdings.epoch(shard) != epoch && beingTaken.add(shard)) {
              begin(shard, epoch);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  private void begin(int shard, long epoch) {
    Thread thread = new Thread(() -> take(shard, epoch), "omgservers-takes-shard-" + shard);
    thread.setDaemon(true);
    thread.setContextClassLoader(Takeovers.class.getClassLoader());
    thread.start();
  }

  /** A shard that could not be taken is tried again at the next turn. */
  private void take(int shard, long epoch) {
    try {
      long open = lease.close(shard, epoch);
      if (open == epoch) {
        hold(shard, epoch);
      } else {
        lease.skip(shard, open);
      }
    } catch (RuntimeException e) {
      if (!Outages.caused(e)) {
        LOG.log(Level.WARNING, "shard " + shard + " could not be taken", e);
      }
    } finally {
      lock.lock();
      try {
        beingTaken.remove(shard);
        taken.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Unless the lease ended while the shard was being taken. */
  private void hold(int shard, long epoch) {
    lock.lock();
    try {
      if (Long.valueOf(epoch).equals(leased.get(shard))) {
        holdings.hold(shard, epoch);
        lanes.gained(shard);
        LOG.log(Level.INFO, "this instance works on shard {0} from now on", shard);
      }
    } finally {
      lock.unlock();
    }
  }

  private void lose(int shard) {
    holdings.lose(shard);
    lanes.lost(shard);
    LOG.log(Level.INFO, "this instance does not work on shard {0} any more", shard);
  }

  /** Waits until nothing is being taken, but not for longer than this. */
  void await(Duration longest) {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!beingTaken.isEmpty() && nanos > 0) {
        nanos = taken.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The instance stops: it works on nothing any more. */
  void end() {
    lock.lock();
    try {
      leased = Map.of();
      holdings.shards().forEach(holdings::lose);
    } finally {
      lock.unlock();
    }
  }
}
