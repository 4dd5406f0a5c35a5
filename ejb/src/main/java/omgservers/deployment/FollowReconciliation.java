package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Lets stages follow their tags. */
@ApplicationScoped
public class FollowReconciliation extends Reconciliation {
  static final String TABLE = "following";

  private final FollowStep step;

  /** Reconciliation through this step. */
  @Inject
  public FollowReconciliation(Rows rows, FollowStep step) {
    super(rows);
    this.step = step;
  }

  protected FollowReconciliation() {
    this(null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  @Override
  protected void step(int shard, long id) {
    try {
      step.look(shard, id);
    } catch (Refusal e) {
      step.refused(id, e.getMessage());
    }
  }
}
