package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Ends clients that were silent for too long, and forgets those that have ended. */
@ApplicationScoped
public class ClientReconciliation extends Reconciliation {
  static final String TABLE = "client";

  private final ClientStep step;

  /** Reconciliation through this step. */
  @Inject
  public ClientReconciliation(Rows rows, ClientStep step) {
    super(rows);
    this.step = step;
  }

  protected ClientReconciliation() {
    this(null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  /** Whoever worked on it before may have known of sockets, and other instances have theirs. */
  @Override
  protected void begin(int shard) {
    step.spare(shard);
  }

  @Override
  protected void step(int shard, long id) {
    step.look(shard, id);
  }
}
