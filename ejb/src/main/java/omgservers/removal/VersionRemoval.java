package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.runtime.RuntimeEnds;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives the deletion of versions, which go at once with their images: nothing lies below them but
 * what their game servers were measured to use.
 */
@ApplicationScoped
public class VersionRemoval extends Reconciliation {
  private final RemovalSteps steps;
  private final RuntimeEnds runtimes;
  private final Shards shards;

  /** Deletion by these steps. */
  @Inject
  public VersionRemoval(Rows rows, RemovalSteps steps, RuntimeEnds runtimes, Shards shards) {
    super(rows);
    this.steps = steps;
    this.runtimes = runtimes;
    this.shards = shards;
  }

  protected VersionRemoval() {
    this(null, null, null, null);
  }

  @Override
  public String kind() {
    return Kind.VERSION.table();
  }

  @Override
  protected void step(int shard, long id) {
    steps.take(Kind.VERSION, shard, id).ifPresent(this::remove);
  }

  private void remove(RemovalSteps.Target version) {
    for (int each = 0; each < shards.count(); each++) {
      runtimes.forgetUse(each, version.id());
    }
    steps.finish(version);
  }
}
