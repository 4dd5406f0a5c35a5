package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.registry.ImageRelease;
import omgservers.runtime.RuntimeEnds;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives the deletion of versions, which go at once with their images: nothing lies below them but
 * what their game servers were measured to use, and what the registry holds for them.
 */
@ApplicationScoped
public class VersionRemoval extends Reconciliation {
  private final RemovalSteps steps;
  private final RuntimeEnds runtimes;
  private final Shards shards;
  private final ImageRelease images;

  /** Deletion by these steps. */
  @Inject
  public VersionRemoval(
      Rows rows, RemovalSteps steps, RuntimeEnds runtimes, Shards shards, ImageRelease images) {
    super(rows);
    this.steps = steps;
    this.runtimes = runtimes;
    this.shards = shards;
    this.images = images;
  }

  protected VersionRemoval() {
    this(null, null, null, null, null);
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
    images.ofVersion(version.tenantId(), version.id());
    steps.finish(version);
  }
}
