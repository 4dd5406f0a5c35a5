package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/**
 * One lane per kind of work and shard. A lane sleeps until its next row is due or something wakes
 * it, and looks on its own now and then for what others wrote.
 */
@ApplicationScoped
public class Lanes {
  /** How long a change that another instance made can stay unnoticed. */
  public static final Duration NET = Duration.ofSeconds(5);

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Instance<ShardWork> kinds;
  private final Shards shards;
  private final Time time;
  private final Background executor;
  private volatile boolean open;

  /** Lanes for all kinds of work on these shards. */
  @Inject
  public Lanes(@Any Instance<ShardWork> kinds, Shards shards, Time time, Background executor) {
    this.kinds = kinds;
    this.shards = shards;
    this.time = time;
    this.executor = executor;
  }

  protected Lanes() {
    this(null, null, null, null);
  }

  /** Begins to work on all shards. */
  public void open() {
    for (ShardWork kind : kinds) {
      for (int shard = 0; shard < shards.count(); shard++) {
        int number = shard;
        String name = name(kind.kind(), shard);
        lanes.put(name, new Lane(name, () -> kind.run(number)));
      }
    }
    open = true;
  }

  /** Begins nothing new. */
  public void close() {
    open = false;
  }

  private static String name(String kind, int shard) {
    return kind + " of shard " + shard;
  }

  /** Something of the kind may be due on the shard. */
  public void wake(String kind, int shard) {
    Lane lane = lanes.get(name(kind, shard));
    if (lane != null) {
      start(lane);
    }
  }

  /** Wakes the kind on the shard of the present transaction, once that has committed. */
  public void wakeAfterCommit(String kind, int shard) {
    shards.afterCommit(() -> wake(kind, shard));
  }

  /** Starts the lanes whose time has come; called by a timer, costs nothing while none is due. */
  public void tick() {
    Instant now = time.now();
    for (Lane lane : lanes.values()) {
      if (lane.isDue(now)) {
        start(lane);
      }
    }
  }

  private void start(Lane lane) {
    if (open && lane.wake()) {
      try {
        executor.execute(() -> lane.run(time.now(), NET));
      } catch (RejectedExecutionException e) {
        // The server stops: what is due stays due for its next start.
        open = false;
      }
    }
  }
}
