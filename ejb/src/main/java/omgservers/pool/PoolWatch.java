package omgservers.pool;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;

/**
 * Keeps one {@link Watchman} for each pool server, whoever adds, changes or removes servers and
 * whenever: servers need no restart of ours.
 */
@ApplicationScoped
public class PoolWatch {
  /** A server that another instance added is noticed after this time. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Map<Long, Watchman> watchmen = new ConcurrentHashMap<>();
  private final Pool pool;
  private final Settings settings;
  private final Time time;
  private final Event<GameServerStopped> stopped;
  private final Semaphore bell = new Semaphore(0);
  private volatile boolean closed;

  /** Watches the servers of the pool. */
  @Inject
  public PoolWatch(Pool pool, Settings settings, Time time, Event<GameServerStopped> stopped) {
    this.pool = pool;
    this.settings = settings;
    this.time = time;
    this.stopped = stopped;
  }

  protected PoolWatch() {
    this(null, null, null, null);
  }

  /** Begins to watch. */
  public void open() {
    Errands.thread(this::run, "omgservers-pool-watch").start();
  }

  /** Servers were added or changed here. */
  void changed(@Observes RoomFreed event) {
    if (event.fresh()) {
      bell.release();
    }
  }

  private void run() {
    do {
      try {
        look();
      } catch (RuntimeException e) {
        System.getLogger(PoolWatch.class.getName())
            .log(System.Logger.Level.WARNING, "the pool servers cannot be read", e);
      }
    } while (await());
    watchmen.values().forEach(Watchman::close);
  }

  /** Waits until it is time to look again; false when the server stops. */
  private boolean await() {
    try {
      if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        bell.drainPermits();
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void look() {
    Map<Long, Pool.Reached> wanted =
        pool.reached().stream().collect(Collectors.toMap(each -> each.site().id(), each -> each));
    Set<Long> gone = Set.copyOf(watchmen.keySet());
    gone.stream()
        .filter(id -> !wanted.containsKey(id) || !watchmen.get(id).watches(wanted.get(id).site()))
        .forEach(id -> watchmen.remove(id).close());
    wanted.forEach(
        (id, server) ->
            watchmen.computeIfAbsent(
                id,
                key -> {
                  Watchman watchman =
                      new Watchman(server.site(), server.driver(), pool, settings, time, stopped);
                  Errands.thread(watchman, "omgservers-pool-watch-" + server.site().name()).start();
                  return watchman;
                }));
  }

  @PreDestroy
  void close() {
    closed = true;
    bell.release();
  }
}
