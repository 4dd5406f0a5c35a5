package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Drives the deletion of versions, which go at once with their images: nothing lies below them. */
@ApplicationScoped
public class VersionRemoval extends Reconciliation {
  private final RemovalSteps steps;

  /** Deletion by these steps. */
  @Inject
  public VersionRemoval(Rows rows, RemovalSteps steps) {
    super(rows);
    this.steps = steps;
  }

  protected VersionRemoval() {
    this(null, null);
  }

  @Override
  public String kind() {
    return Kind.VERSION.table();
  }

  @Override
  protected void step(int shard, long id) {
    steps.take(Kind.VERSION, shard, id).ifPresent(steps::finish);
  }
}
