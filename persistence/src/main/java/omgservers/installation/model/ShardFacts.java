package omgservers.installation.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import omgservers.shared.outbox.Letters;
import omgservers.shared.sharding.Shards;

/** How much lies on a shard, found out at a cost that does not grow with it. */
@ApplicationScoped
public class ShardFacts {
  /** So many rows are counted; of more, the statistics of the database are told. */
  public static final int COUNTED_MAX = 1_000;

  private final Shards shards;

  /** Facts about these shards. */
  @Inject
  public ShardFacts(Shards shards) {
    this.shards = shards;
  }

  protected ShardFacts() {
    this(null);
  }

  /** Rows of the larger tables: exact up to {@link #COUNTED_MAX}, estimates above. */
  public record Rows(
      int accounts, int tenants, int clients, int runtimes, int tickets, int messages) {}

  /** The rows of the shard. */
  public Rows rows(int shard) {
    return new Rows(
        count(shard, "account"),
        count(shard, "tenant"),
        count(shard, "client"),
        count(shard, "runtime"),
        count(shard, "ticket"),
        count(shard, "message"));
  }

  /** Letters in the outbox of the shard, exact or an estimate as rows are. */
  public int outbox(int shard) {
    return count(shard, "outbox");
  }

  /** Letters in the outbox of the shard that no build could read which worked on it until now. */
  public int unreadLetters(int shard) {
    Object count =
        shards
            .shard(shard)
            .createNativeQuery(
                "select count(*) from (select 1 from outbox where reason = ?1 limit ?2) as few")
            .setParameter(1, Letters.UNREADABLE)
            .setParameter(2, COUNTED_MAX)
            .getSingleResult();
    return ((Number) count).intValue();
  }

  /** The statistics may be old or not there yet: they never make it less than was counted. */
  private int count(int shard, String table) {
    Object rows =
        shards
            .shard(shard)
            .createNativeQuery(
                """
                select case when counted.rows <= ?1 then counted.rows
                    else greatest(counted.rows, least(stats.reltuples, 2147483647)) end
                from (select count(*) as rows from (select 1 from %1$s limit ?1 + 1) as few) as counted,
                    (select reltuples from pg_class where oid = cast('%1$s' as regclass)) as stats
                """
                    .formatted(table))
            .setParameter(1, COUNTED_MAX)
            .getSingleResult();
    return ((Number) rows).intValue();
  }

  /** How many runtimes of the shard are in which state; those that have ended are not counted. */
  public Map<String, Integer> runtimes(int shard) {
    return byState(
        shard, "select state, count(*) from runtime where state <> 'ENDED' group by state");
  }

  /** How many builds of the shard are not over, by state. */
  public Map<String, Integer> builds(int shard) {
    return byState(
        shard,
        """
        select state, count(*) from build_job
        where state in ('AWAITING_SOURCE', 'QUEUED', 'RUNNING') group by state
        """);
  }

  private Map<String, Integer> byState(int shard, String sql) {
    List<?> rows = shards.shard(shard).createNativeQuery(sql).getResultList();
    Map<String, Integer> counts = new TreeMap<>();
    for (Object row : rows) {
      Object[] values = (Object[]) row;
      counts.put((String) values[0], ((Number) values[1]).intValue());
    }
    return counts;
  }

  /** When the letter that waits longest in the outbox of the shard was written. */
  public Optional<Instant> oldestLetter(int shard) {
    List<?> oldest =
        shards
            .shard(shard)
            .createNativeQuery("select written from outbox order by seq")
            .setMaxResults(1)
            .getResultList();
    return oldest.stream().findFirst().map(written -> ((Timestamp) written).toInstant());
  }
}
