package omgservers.pool;

import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import omgservers.pool.Driver.Observation;
import omgservers.pool.Driver.Presence;
import omgservers.pool.Driver.Unreachable;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;

/**
 * Watches one pool server, on a thread of its own: listens to what happens there, asks now and then
 * whether it is still there, and compares from time to time what runs with what should. What it
 * finds wakes the runtime concerned, which judges for itself; only what belongs to no runtime is
 * ended here.
 */
final class Watchman implements Runnable {
  private static final System.Logger LOG = System.getLogger(Watchman.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** So often an interval it is asked whether a comparison is due. */
  private static final int ASKS = 10;

  private final Site site;
  private final Driver driver;
  private final Pool pool;
  private final Settings settings;
  private final Time time;
  private final Event<GameServerStopped> stopped;

  private final Map<Long, Instant> orphans = new HashMap<>();
  private final Semaphore bell = new Semaphore(0);
  private Driver.Following following;
  private Instant pinged = Instant.MIN;
  private Instant asked = Instant.MIN;
  private volatile boolean closed;

  Watchman(
      Site site,
      Driver driver,
      Pool pool,
      Settings settings,
      Time time,
      Event<GameServerStopped> stopped) {
    this.site = site;
    this.driver = driver;
    this.pool = pool;
    this.settings = settings;
    this.time = time;
    this.stopped = stopped;
  }

  /** Whether this is how the server still is. */
  boolean watches(Site other) {
    return site.equals(other);
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        watch();
      } catch (Unreachable e) {
        lose();
        attempt(() -> pool.unhealthy(site, e.getMessage()));
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "watching " + site.name() + " failed", e);
      }
      pause();
    }
    lose();
  }

  private void watch() {
    if (following == null || !following.isOpen()) {
      lose();
      driver.ping(site);
      following = driver.follow(site, this::heard);
      // What happened while nobody listened shows in the comparison.
      inspect();
      pool.healthy(site);
      pinged = time.now();
    } else if (!pinged.plus(settings.poolPing()).isAfter(time.now())) {
      driver.ping(site);
      pool.healthy(site);
      pinged = time.now();
    }
    if (mayInspect() && pool.claimInspection(site)) {
      inspect();
    }
    endOrphans();
  }

  /** Another instance may have compared: the directory is asked now and then, not at each look. */
  private boolean mayInspect() {
    Instant now = time.now();
    boolean again = !asked.plus(settings.poolInspection().dividedBy(ASKS)).isAfter(now);
    if (again) {
      asked = now;
    }
    return again;
  }

  private void heard(long runtime) {
    if (runtime < 0) {
      bell.release();
    } else {
      attempt(() -> stopped.fire(new GameServerStopped(runtime)));
    }
  }

  private void inspect() {
    Map<Long, Observation> seen = driver.survey(site);
    Map<Long, Instant> held = pool.holders(site);
    for (long runtime : held.keySet()) {
      Observation observed = seen.get(runtime);
      if (observed == null || observed.presence() != Presence.RUNNING) {
        attempt(() -> stopped.fire(new GameServerStopped(runtime)));
      }
    }
    orphans.keySet().retainAll(seen.keySet());
    orphans.keySet().removeAll(held.keySet());
    for (long runtime : seen.keySet()) {
      if (!held.containsKey(runtime)) {
        orphans.putIfAbsent(runtime, time.now());
      }
    }
    if (pool.builds(site)) {
      attempt(() -> driver.clearBuilds(site, () -> pool.builders(site)));
    }
  }

  private void endOrphans() {
    Instant old = time.now().minus(settings.poolOrphanGrace());
    orphans
        .entrySet()
        .removeIf(orphan -> !orphan.getValue().isAfter(old) && ended(orphan.getKey()));
  }

  private boolean ended(long runtime) {
    boolean ended = driver.stop(site, runtime);
    if (ended) {
      driver.remove(site, runtime);
      LOG.log(
          System.Logger.Level.INFO,
          "what ran on {0} for {1} belonged to no runtime and was removed",
          site.name(),
          Long.toString(runtime));
    }
    return ended;
  }

  /** A fault of a database must not end the watch. */
  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "what was seen could not be noted", e);
    }
  }

  private void lose() {
    if (following != null) {
      following.close();
      following = null;
    }
  }

  private void pause() {
    try {
      if (bell.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        bell.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  void close() {
    closed = true;
    bell.release();
  }
}
