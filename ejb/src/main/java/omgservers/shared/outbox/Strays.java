package omgservers.shared.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.work.Lanes;
import omgservers.shared.work.ShardWork;

/**
 * Delivers letters that the instance which works on the shard cannot read, as its build is another
 * than ours: while one instance after the other is upgraded. Decision 0045.
 */
@ApplicationScoped
public class Strays implements ShardWork {
  /** The name by which it is woken, also by other instances. */
  public static final String KIND = "strays";

  private final Delivery delivery;
  private final Rounds rounds;
  private final Holdings holdings;
  private final Neighbours neighbours;

  /** Letters on shards that others hold than these. */
  @Inject
  public Strays(Delivery delivery, Rounds rounds, Holdings holdings, Neighbours neighbours) {
    this.delivery = delivery;
    this.rounds = rounds;
    this.holdings = holdings;
    this.neighbours = neighbours;
  }

  protected Strays() {
    this(null, null, null, null);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean hasTable() {
    return false;
  }

  /** Builds from before the decision tell nobody: what they leave is looked for. */
  @Override
  public Optional<Instant> run(int shard) {
    if (neighbours.arePresent() && !holdings.isHeld(shard)) {
      delivery.deliverStrays(shard);
    }
    return Optional.of(rounds.now().plus(Lanes.NET));
  }
}
