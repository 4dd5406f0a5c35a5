package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.pool.RoomFreed;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.EachShard;

/** Who waits for room is looked at as soon as there is some, the longest waiting first. */
@ApplicationScoped
class WaitingRuntimes {
  /** One game server less makes room for few; more than one, because they differ in size. */
  static final int WOKEN_BY_ONE = 8;

  /** A server that comes makes room for many. */
  static final int WOKEN_BY_SERVER = 1_000;

  private final Shards shards;
  private final RuntimeSteps steps;
  private final Background background;
  private final AtomicBoolean few = new AtomicBoolean();
  private final AtomicBoolean many = new AtomicBoolean();

  @Inject
  WaitingRuntimes(Shards shards, RuntimeSteps steps, Background background) {
    this.shards = shards;
    this.steps = steps;
    this.background = background;
  }

  protected WaitingRuntimes() {
    this(null, null, null);
  }

  /** Comes after the transaction that made the room, when no other may begin on this thread. */
  void freed(@Observes RoomFreed event) {
    AtomicBoolean asked = event.fresh() ? many : few;
    if (asked.compareAndSet(false, true)) {
      try {
        background.execute(
            () -> {
              asked.set(false);
              wake(event.fresh() ? WOKEN_BY_SERVER : WOKEN_BY_ONE);
            });
      } catch (RejectedExecutionException e) {
        // The server stops; who waits is looked at when it starts again.
        asked.set(false);
      }
    }
  }

  private void wake(int max) {
    EachShard.of(
        shards.count(), "waking who waits for room", shard -> steps.wakeWaiting(shard, max));
  }
}
