package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Looks at matchmakers to which something happened: a ticket, a seat, a match. */
@ApplicationScoped
public class MatchmakerReconciliation extends Reconciliation {
  /** The name by which its work is woken. */
  public static final String TABLE = "matchmaker";

  private final MatchmakerStep step;

  /** Reconciliation through this step. */
  @Inject
  public MatchmakerReconciliation(Rows rows, MatchmakerStep step) {
    super(rows);
    this.step = step;
  }

  protected MatchmakerReconciliation() {
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
