package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import omgservers.matchmaking.MatchmakerReconciliation;
import omgservers.pool.RoomFreed;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.EachShard;
import omgservers.shared.work.Lanes;
import omgservers.shared.work.Rows;

/** A server that comes or comes back may be what failing deployments lacked: they try at once. */
@ApplicationScoped
class FreshRoom {
  private final Shards shards;
  private final Rows rows;
  private final Lanes lanes;
  private final Background background;

  @Inject
  FreshRoom(Shards shards, Rows rows, Lanes lanes, Background background) {
    this.shards = shards;
    this.rows = rows;
    this.lanes = lanes;
    this.background = background;
  }

  protected FreshRoom() {
    this(null, null, null, null);
  }

  /** Comes after the transaction that made the room, when no other may begin on this thread. */
  void freed(@Observes RoomFreed event) {
    if (event.fresh()) {
      try {
        background.execute(this::retry);
      } catch (RejectedExecutionException e) {
        System.getLogger(FreshRoom.class.getName())
            .log(System.Logger.Level.DEBUG, "the server stops", e);
      }
    }
  }

  private void retry() {
    for (String kind : List.of(DeploymentReconciliation.TABLE, MatchmakerReconciliation.TABLE)) {
      EachShard.of(
          shards.count(),
          "trying again what found no room",
          shard -> {
            if (rows.retry(kind, shard)) {
              lanes.wake(kind, shard);
            }
          });
    }
  }
}
