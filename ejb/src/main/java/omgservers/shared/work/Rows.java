package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Outages;
import omgservers.shared.sharding.Shards;

/** Short transactions on due rows, for the lanes. */
@ApplicationScoped
@Transactional
public class Rows {
  private final DueRows dueRows;
  private final Shards shards;
  private final Time time;

  /** Transactions on these rows, which lie on the shards. */
  @Inject
  public Rows(DueRows dueRows, Shards shards, Time time) {
    this.dueRows = dueRows;
    this.shards = shards;
    this.time = time;
  }

  protected Rows() {
    this(null, null, null);
  }

  /**
   * Whether the row may be worked on there: its slot is not being switched from or to the shard.
   */
  public boolean isHere(int shard, long id) {
    return shards.isOn(shard, id);
  }

  /** The ids that are due now. */
  public List<Long> due(String table, int shard, int max) {
    return dueRows.due(table, shard, time.now(), max);
  }

  /** When the next row is due. */
  public Optional<Instant> next(String table, int shard) {
    return dueRows.next(table, shard);
  }

  /** Whoever pauses after failures is tried again at once; true when there is anybody. */
  public boolean retry(String table, int shard) {
    return dueRows.retry(table, shard, time.now()) > 0;
  }

  /** What failed under who worked on the shard before is tried again at once. */
  public void retryFailed(String table, int shard) {
    dueRows.retryFailed(table, shard, time.now());
  }

  /** The step of the row waits for a database, which is no failure of its own. */
  public void postpone(String table, int shard, long id) {
    dueRows.postpone(table, shard, id, time.now().plus(Outages.PAUSE));
  }

  /** The step of the row failed. */
  public void failed(String table, int shard, long id, String reason) {
    dueRows.failed(table, shard, id, reason, time.now());
  }

  /** A sentence about the failure that a person can read. */
  public static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
