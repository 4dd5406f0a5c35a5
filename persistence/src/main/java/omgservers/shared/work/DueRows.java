package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Shards;

/**
 * The rows that a moment has come for, of any table with the columns id, due_at, attempts, reason.
 * It is the one place with <code>skip locked</code>, which JPQL cannot say.
 */
@ApplicationScoped
public class DueRows {
  private static final int REASON_MAX = 500;

  private final Shards shards;
  private final Holdings holdings;

  /** Due rows of these shards, taken by the instance that holds these. */
  @Inject
  public DueRows(Shards shards, Holdings holdings) {
    this.shards = shards;
    this.holdings = holdings;
  }

  protected DueRows() {
    this(null, null);
  }

  /**
   * The ids that are due on the shard, most overdue first, at most so many; none when another
   * instance works there.
   */
  public List<Long> due(String table, int shard, Instant now, int max) {
    List<?> ids =
        shards
            .shard(shard)
            .createNativeQuery(
                "select id from %s where due_at <= ?1 and %s order by due_at"
                    .formatted(table, Holdings.FENCED.formatted("?2")))
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, holdings.epoch(shard))
            .setMaxResults(max)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).toList();
  }

  /**
   * Locks the row if it is still due and nobody else works on it, nor another instance on the
   * shard. Whoever locked it before that other instance came keeps it until the commit.
   */
  public boolean take(String table, int shard, long id, Instant now) {
    return !shards
        .shard(shard)
        .createNativeQuery(
            "select id from %s where id = ?1 and due_at <= ?2 and %s for update skip locked"
                .formatted(table, Holdings.FENCED.formatted("?3")))
        .setParameter(1, id)
        .setParameter(2, Timestamp.from(now))
        .setParameter(3, holdings.epoch(shard))
        .getResultList()
        .isEmpty();
  }

  /** For each of the tables that has rows which become due, when the first one does. */
  public Map<String, Instant> next(List<String> tables, int shard) {
    String query =
        tables.stream()
            .map(
                "select cast('%1$s' as text), min(due_at) from %1$s where due_at is not null"
                    ::formatted)
            .collect(Collectors.joining(" union all "));
    Map<String, Instant> next = new HashMap<>();
    for (Object row : shards.shard(shard).createNativeQuery(query).getResultList()) {
      Object[] columns = (Object[]) row;
      if (columns[1] != null) {
        next.put((String) columns[0], ((Timestamp) columns[1]).toInstant());
      }
    }
    return next;
  }

  /** Rows of a table for which a condition on one number, written as ?1, holds. */
  public record Some(String table, String condition) {}

  /** Locks some of the rows, as many as there are at most, passing over what others work on. */
  public List<Long> takeSome(Some wanted, int shard, long value, int max) {
    List<?> ids =
        shards
            .shard(shard)
            .createNativeQuery(
                "select id from %s where %s limit %d for update skip locked"
                    .formatted(wanted.table, wanted.condition, max))
            .setParameter(1, value)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).toList();
  }

  /** When the next row of the table becomes due, if any ever does. */
  public Optional<Instant> next(String table, int shard) {
    Object next =
        shards
            .shard(shard)
            .createNativeQuery(
                "select min(due_at) from %s where due_at is not null".formatted(table))
            .getSingleResult();
    return Optional.ofNullable((Timestamp) next).map(Timestamp::toInstant);
  }

  /** Rows of the table that pause after failures, in a column retry_at, are tried again at once. */
  public int retry(String table, int shard, Instant now) {
    return shards
        .shard(shard)
        .createNativeQuery(
            "update %s set retry_at = null, due_at = ?1 where retry_at > ?1".formatted(table))
        .setParameter(1, Timestamp.from(now))
        .executeUpdate();
  }

  /** Rows whose steps failed under who worked on the shard before are tried again at once. */
  public int retryFailed(String table, int shard, Instant now) {
    return shards
        .shard(shard)
        .createNativeQuery(
            "update %s set due_at = ?1 where attempts > 0 and due_at > ?1 and %s"
                .formatted(table, Holdings.FENCED.formatted("?2")))
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, holdings.epoch(shard))
        .executeUpdate();
  }

  /** The step of the row waits for something, which is no failure of its own. */
  public void postpone(String table, int shard, long id, Instant until) {
    shards
        .shard(shard)
        .createNativeQuery("update %s set due_at = ?1 where id = ?2".formatted(table))
        .setParameter(1, Timestamp.from(until))
        .setParameter(2, id)
        .executeUpdate();
  }

  /** The step of the row failed for this reason: tried again after a pause that grows. */
  public void failed(String table, int shard, long id, String why, Instant now) {
    String reason = why.length() > REASON_MAX ? why.substring(0, REASON_MAX) : why;
    shards
        .shard(shard)
        .createNativeQuery(
            """
            update %s set attempts = attempts + 1, reason = ?1,
                due_at = cast(?2 as timestamptz) + interval '1 second' * least(power(2, least(attempts, 8)), 60)
            where id = ?3
            """
                .formatted(table))
        .setParameter(1, reason)
        .setParameter(2, Timestamp.from(now))
        .setParameter(3, id)
        .executeUpdate();
  }
}
