package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/** Looks at matchmakers to which something happened: a ticket, a seat, a match. */
@ApplicationScoped
public class MatchmakerReconciliation extends Reconciliation {
  /** The name by which its work is woken. */
  public static final String TABLE = "matchmaker";

  private final MatchmakerStep step;
  private final Ledger ledger;
  private final Waits waits;
  private final Shards shards;

  /** Reconciliation through this step, which has this in memory. */
  @Inject
  public MatchmakerReconciliation(
      Rows rows, MatchmakerStep step, Ledger ledger, Waits waits, Shards shards) {
    super(rows);
    this.step = step;
    this.ledger = ledger;
    this.waits = waits;
    this.shards = shards;
  }

  protected MatchmakerReconciliation() {
    this(null, null, null, null, null);
  }

  /** Who waits is another instance's to know: here it takes room, and would be told as it was. */
  @Override
  public void lost(int shard) {
    ledger.drop(matchmaker -> shards.shardOf(matchmaker) == shard);
    waits.forget(matchmaker -> shards.shardOf(matchmaker) == shard);
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
