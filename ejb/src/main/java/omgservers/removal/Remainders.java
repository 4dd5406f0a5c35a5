package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import omgservers.removal.model.Left;
import omgservers.removal.model.Remains;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Shards;

/** How much is left of what is being deleted, on all shards: each counted for itself. */
@ApplicationScoped
public class Remainders {
  private static final int TRIES = 5;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Counts counts;
  private final Shards shards;

  /** What is left on these shards. */
  @Inject
  public Remainders(Counts counts, Shards shards) {
    this.counts = counts;
    this.shards = shards;
  }

  protected Remainders() {
    this(null, null);
  }

  /** What is left below the tenant. */
  public Left ofTenant(long id) {
    return of(Kind.TENANT, id);
  }

  /** What is left below the project. */
  public Left ofProject(long id) {
    return of(Kind.PROJECT, id);
  }

  /** What is left on the stage. */
  public Left ofStage(long id) {
    return of(Kind.STAGE, id);
  }

  /**
   * Deployments are counted first: once there are none, nobody can join any more, and who is not
   * seen by the counts after that is sent away by the letter that asks for a lobby. What goes from
   * a shard that is still to be counted to one that was counted would be missed: then nothing is
   * known.
   */
  Left of(Kind kind, long id) {
    for (int i = 0; i < TRIES; i++) {
      long version = shards.mapVersion();
      boolean settled = !shards.isSwitching();
      Left left = count(kind, id);
      if (settled && shards.mapVersion() == version) {
        return left;
      }
    }
    throw Refusal.unavailable(
        AGAIN, "What is left cannot be counted while something goes from one shard to another.");
  }

  private Left count(Kind kind, long id) {
    Remains.Estate estate = counts.estate(kind, id);
    Left left = estate.left();
    for (int shard = 0; shard < shards.count(); shard++) {
      left = left.and(counts.playing(shard, estate.stages()));
    }
    return left;
  }
}
