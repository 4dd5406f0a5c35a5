package omgservers.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Leases;
import omgservers.shared.sharding.Outages;
import omgservers.shared.sharding.Peers;
import omgservers.shared.work.Draining;

/**
 * The turns of this instance at the leases on shards, several while a lease lasts, on a thread of
 * their own that no work holds up. While the directory cannot be reached nobody can take anything,
 * and this instance works on; if it alone cannot, the fences of the shards tell it. Decision 0037.
 */
@ApplicationScoped
public class Turns {
  /** An instance is heard of so many times while a lease lasts. */
  static final int PER_LEASE = 4;

  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  private final Lease lease;
  private final Takeovers takeovers;
  private final Neighbours neighbours;
  private final Peers peers;
  private final Settings settings;
  private final Event<Draining> drains;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean stopping;
  private boolean draining;

  /** Turns by these transactions. */
  @Inject
  public Turns(
      Lease lease,
      Takeovers takeovers,
      Neighbours neighbours,
      Peers peers,
      Settings settings,
      Event<Draining> drains) {
    this.lease = lease;
    this.takeovers = takeovers;
    this.neighbours = neighbours;
    this.peers = peers;
    this.settings = settings;
    this.drains = drains;
  }

  protected Turns() {
    this(null, null, null, null, null, null);
  }

  /**
   * Has the first turn now and the others from now on. What it gets at the first one is held when
   * this returns, unless its database takes longer than until the next one.
   */
  public void begin() {
    take();
    takeovers.await(settings.instanceLease().dividedBy(PER_LEASE));
    Thread thread = new Thread(this::goOn, "omgservers-leases");
    thread.setDaemon(true);
    thread.setContextClassLoader(Turns.class.getClassLoader());
    thread.start();
  }

  private void goOn() {
    Duration pause = settings.instanceLease().dividedBy(PER_LEASE);
    while (isWanted(pause)) {
      try {
        take();
      } catch (RuntimeException e) {
        if (!Outages.caused(e)) {
          LOG.log(Level.WARNING, "a turn at the leases failed", e);
        }
      }
    }
  }

  private boolean isWanted(Duration pause) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (!stopping && nanos > 0) {
        nanos = ended.awaitNanos(nanos);
      }
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void take() {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      lease.turn(draining).ifPresentOrElse(this::follow, () -> takeovers.follow(Map.of()));
    } finally {
      lock.unlock();
    }
  }

  private void follow(Leases.Turn turn) {
    neighbours.seen(turn.others() > 0);
    takeovers.follow(turn.epochs());
    peers.are(lease.token(), turn.peers());
    if (!turn.peers().containsKey(lease.token()) && !draining) {
      draining = true;
      drains.fire(new Draining());
    }
  }

  /** Has no more turns, and gives up what is held. */
  public void end() {
    lock.lock();
    try {
      stopping = true;
      ended.signalAll();
      takeovers.end();
      lease.leave();
    } finally {
      lock.unlock();
    }
  }
}
