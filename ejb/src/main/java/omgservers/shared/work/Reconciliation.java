package omgservers.shared.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.sharding.Outages;
import omgservers.shared.tracing.Span;

/**
 * Drives the rows of one table towards what is desired of them, one step at a time, when due. A row
 * whose step fails is tried again after a pause that grows, and never stops the others.
 */
public abstract class Reconciliation implements ShardWork {
  private static final int BATCH_MAX = 100;

  private final Rows rows;
  private final Set<Integer> begun = ConcurrentHashMap.newKeySet();

  /** Reconciliation of rows that these short transactions find. */
  protected Reconciliation(Rows rows) {
    this.rows = rows;
  }

  /** Does the next step of the row, in transactions of its own, if it is still due. */
  protected abstract void step(int shard, long id);

  /**
   * Called once before the first look at a shard that was gained: what an earlier server left may
   * have changed.
   */
  protected void begin(int shard) {}

  @Override
  public void gained(int shard) {
    begun.remove(shard);
  }

  @Override
  public final Optional<Instant> run(int shard) {
    if (begun.add(shard)) {
      beginNow(shard);
    }
    List<Long> due;
    boolean any;
    do {
      due = rows.due(kind(), shard, BATCH_MAX);
      // Rows of a slot that leaves the shard, or comes to it, are looked at when that is over.
      List<Long> here = due.stream().filter(id -> rows.isHere(shard, id)).toList();
      here.forEach(id -> tryStep(shard, id));
      any = !here.isEmpty();
    } while (due.size() == BATCH_MAX && any);
    return rows.next(kind(), shard);
  }

  /**
   * If the shard cannot be reached now, it is begun the next time. What failed may have failed as
   * whoever worked on it before was of another build, and is tried again at once.
   */
  private void beginNow(int shard) {
    try {
      begin(shard);
      rows.retryFailed(kind(), shard);
    } catch (RuntimeException e) {
      begun.remove(shard);
      throw e;
    }
  }

  private void tryStep(int shard, long id) {
    try (Span span = Span.step(kind())) {
      span.set("omgservers.shard", shard);
      try {
        step(shard, id);
      } catch (RuntimeException e) {
        span.failed(e);
        failed(shard, id, e);
      }
    }
  }

  private void failed(int shard, long id, RuntimeException fault) {
    if (Outages.caused(fault)) {
      postpone(shard, id);
      return;
    }
    System.getLogger(Reconciliation.class.getName())
        .log(System.Logger.Level.WARNING, kind() + " " + id + ": step failed" + Span.mark(), fault);
    rows.failed(kind(), shard, id, Rows.reason(fault));
  }

  private void postpone(int shard, long id) {
    try {
      rows.postpone(kind(), shard, id);
    } catch (RuntimeException e) {
      if (!Outages.caused(e)) {
        throw e;
      }
      // Its own shard or slot is what cannot be reached: it stays due for whoever can.
    }
  }
}
