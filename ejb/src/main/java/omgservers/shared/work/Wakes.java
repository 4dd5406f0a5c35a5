package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/** Wakes the work on a row that the present transaction made due, once that has committed. */
@ApplicationScoped
public class Wakes {
  private final Shards shards;
  private final Lanes lanes;
  private final Time time;

  /** Wake-ups of these lanes. */
  @Inject
  public Wakes(Shards shards, Lanes lanes, Time time) {
    this.shards = shards;
    this.lanes = lanes;
    this.time = time;
  }

  protected Wakes() {
    this(null, null, null);
  }

  /** The moment to make a row due at. */
  public Instant now() {
    return time.now();
  }

  /** This is done once the present transaction has committed, and not at all otherwise. */
  public void afterCommit(Runnable action) {
    shards.afterCommit(action);
  }

  /** Wakes the kind of work on the shard after the commit. */
  public void wakeShard(String kind, int shard) {
    lanes.wakeAfterCommit(kind, shard);
  }

  /** Wakes the kind of work on the shard of the id after the commit. */
  public void wake(String kind, long id) {
    lanes.wakeAfterCommit(kind, shards.shardOf(id));
  }
}
