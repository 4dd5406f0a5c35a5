package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Looks at deployments to which something happened, or whose deadline has come. */
@ApplicationScoped
public class DeploymentReconciliation extends Reconciliation {
  static final String TABLE = "deployment";

  private final DeploymentStep step;

  /** Reconciliation through this step. */
  @Inject
  public DeploymentReconciliation(Rows rows, DeploymentStep step) {
    super(rows);
    this.step = step;
  }

  protected DeploymentReconciliation() {
    this(null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  @Override
  protected void step(int shard, long id) {
    step.look(shard, id);
  }
}
