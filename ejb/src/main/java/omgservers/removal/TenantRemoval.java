package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import omgservers.removal.model.Left;
import omgservers.removal.model.Remains;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;
import omgservers.tenancy.Directory;

/**
 * Drives the deletion of tenants: the projects first, then the API keys that open nothing else,
 * then the names in the directory, then the tenant.
 */
@ApplicationScoped
public class TenantRemoval extends Reconciliation {
  /**
   * A deletion lasts at least this long: the tenant's names lie in another database, and a call
   * that saw it active may be about to give it one more.
   */
  static final Duration SETTLING = Duration.ofSeconds(5);

  private static final int BATCH_MAX = 100;

  private final RemovalSteps steps;
  private final Remainders remainders;
  private final Remains remains;
  private final Counts counts;

  private final Shards shards;
  private final Directory directory;
  private final Time time;

  /** Deletion by these steps. */
  @Inject
  public TenantRemoval(
      Rows rows,
      RemovalSteps steps,
      Remainders remainders,
      Remains remains,
      Counts counts,
      Shards shards,
      Directory directory,
      Time time) {
    super(rows);
    this.steps = steps;
    this.remainders = remainders;
    this.remains = remains;
    this.counts = counts;
    this.shards = shards;
    this.directory = directory;
    this.time = time;
  }

  protected TenantRemoval() {
    this(null, null, null, null, null, null, null, null);
  }

  @Override
  public String kind() {
    return Kind.TENANT.table();
  }

  @Override
  protected void step(int shard, long id) {
    steps.take(Kind.TENANT, shard, id).ifPresent(this::look);
  }

  private void look(RemovalSteps.Target tenant) {
    long id = tenant.id();
    int begun =
        steps.beginBelow(tenant, Kind.PROJECT, max -> remains.activeProjects(id, max), BATCH_MAX);
    Left left = remainders.ofTenant(id);
    boolean settled = !tenant.since().plus(SETTLING).isAfter(time.now());
    if (!left.isNone() || !settled) {
      steps.pause(tenant, left, begun == BATCH_MAX);
    } else if (removeKeys(id)) {
      steps.pause(tenant, left, true);
    } else {
      directory.unnameAll(id);
      steps.finish(tenant);
    }
  }

  private boolean removeKeys(long tenant) {
    int removed = 0;
    for (int shard = 0; shard < shards.count(); shard++) {
      removed += counts.removeKeys(shard, tenant, BATCH_MAX);
    }
    return removed > 0;
  }
}
