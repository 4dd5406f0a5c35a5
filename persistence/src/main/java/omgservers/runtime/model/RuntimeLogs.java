package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The kept output of runtimes, each on the shard of its runtime. */
@ApplicationScoped
public class RuntimeLogs {
  /** Chunks are read in portions of this size. */
  public static final int CHUNKS_MAX = 16;

  private static final String CHUNK =
      "select first_line, lines, size, packed from runtime_log_chunk where runtime_id = ?1 and ";

  private final Shards shards;

  /** Logs on these shards. */
  @Inject
  public RuntimeLogs(Shards shards) {
    this.shards = shards;
  }

  protected RuntimeLogs() {
    this(null);
  }

  /** A new log. */
  public void add(RuntimeLog log) {
    shards.of(log.id()).persist(log);
  }

  /** The log of the runtime. */
  public Optional<RuntimeLog> find(long runtime) {
    return shards.find(RuntimeLog.class, runtime);
  }

  /** The log of the runtime, so that nobody else adds to it meanwhile. */
  public Optional<RuntimeLog> lock(long runtime) {
    return shards.lock(RuntimeLog.class, runtime);
  }

  /** The chunk is kept, instead of the one that began with the same line. */
  public void put(long runtime, LogChunk chunk) {
    shards
        .of(runtime)
        .createNativeQuery(
            """
            insert into runtime_log_chunk (runtime_id, first_line, lines, size, packed)
            values (?1, ?2, ?3, ?4, ?5)
            on conflict (runtime_id, first_line) do update
                set lines = excluded.lines, size = excluded.size, packed = excluded.packed
            """)
        .setParameter(1, runtime)
        .setParameter(2, chunk.firstLine())
        .setParameter(3, chunk.count())
        .setParameter(4, chunk.size())
        .setParameter(5, chunk.packed())
        .executeUpdate();
  }

  /** Drops the oldest chunks of the log until it is no larger than this; its last chunk stays. */
  public void trim(RuntimeLog log, long max) {
    EntityManager entityManager = shards.of(log.id());
    while (log.size() > max) {
      List<?> oldest =
          entityManager
              .createNativeQuery(
                  "select first_line, size from runtime_log_chunk where runtime_id = ?1 order by first_line")
              .setParameter(1, log.id())
              .setMaxResults(CHUNKS_MAX)
              .getResultList();
      if (oldest.size() < 2) {
        return;
      }
      long over = log.size() - max;
      int droppable = oldest.size() < CHUNKS_MAX ? oldest.size() - 1 : oldest.size();
      long dropped = 0;
      long keptFrom = 0;
      for (int i = 0; i < droppable && dropped < over; i++) {
        Object[] row = (Object[]) oldest.get(i);
        keptFrom = ((Number) row[0]).longValue() + 1;
        dropped += ((Number) row[1]).longValue();
      }
      entityManager
          .createNativeQuery(
              "delete from runtime_log_chunk where runtime_id = ?1 and first_line < ?2")
          .setParameter(1, log.id())
          .setParameter(2, keptFrom)
          .executeUpdate();
      log.dropped(dropped);
    }
  }

  /** The number of the first line that is kept; that of the next one when none is. */
  public long firstLine(RuntimeLog log) {
    Object first =
        shards
            .of(log.id())
            .createNativeQuery(
                "select min(first_line) from runtime_log_chunk where runtime_id = ?1")
            .setParameter(1, log.id())
            .getSingleResult();
    return first == null ? log.nextLine() : ((Number) first).longValue();
  }

  /** The chunks from the one with the line on, in order, at most so many. */
  public List<LogChunk> from(long runtime, long line, int max) {
    return chunks(runtime, "first_line + lines > ?2 order by first_line", line, max);
  }

  /** The chunks before the line, the last one first, at most so many. */
  public List<LogChunk> before(long runtime, long line, int max) {
    return chunks(runtime, "first_line < ?2 order by first_line desc", line, max);
  }

  private List<LogChunk> chunks(long runtime, String which, long line, int max) {
    List<?> rows =
        shards
            .of(runtime)
            .createNativeQuery(CHUNK + which)
            .setParameter(1, runtime)
            .setParameter(2, line)
            .setMaxResults(max)
            .getResultList();
    return rows.stream().map(row -> chunk((Object[]) row)).toList();
  }

  private static LogChunk chunk(Object[] row) {
    return new LogChunk(
        ((Number) row[0]).longValue(),
        ((Number) row[1]).intValue(),
        ((Number) row[2]).intValue(),
        (byte[]) row[3]);
  }

  /** Which logs are wanted; null means any. The moments bound the life of the runtime. */
  public record Wish(
      Long runtime,
      Long version,
      Long deployment,
      RuntimeQualifier qualifier,
      String exitReason,
      Instant from,
      Instant to) {
    private String pattern() {
      return exitReason == null
          ? null
          : "%" + exitReason.toLowerCase(Locale.ROOT).replaceAll("([%_!])", "!$1") + "%";
    }
  }

  /** Logs of the stage that lie on the shard. */
  public List<RuntimeLog> list(int shard, long stage, Wish wish, Slice slice) {
    return new Listing<>(RuntimeLog.class, slice)
        .where("e.stageId = :stage", "stage", stage)
        .where("e.id = :runtime", "runtime", wish.runtime)
        .where("e.versionId = :version", "version", wish.version)
        .where("e.deploymentId = :deployment", "deployment", wish.deployment)
        .where("e.qualifier = :qualifier", "qualifier", wish.qualifier)
        .where("lower(e.endReason) like :reason escape '!'", "reason", wish.pattern())
        .where("(e.endedAt is null or e.endedAt >= :from)", "from", wish.from)
        .where("e.created <= :to", "to", wish.to)
        .fetch(shards.shard(shard));
  }

  /** Forgets logs of the shard whose time is over, at most so many; tells how many they were. */
  public int forget(int shard, Instant now, int max) {
    return shards
        .shard(shard)
        .createNativeQuery(
            """
            delete from runtime_log where id in
                (select id from runtime_log where forget_at <= ?1 order by forget_at limit ?2)
            """)
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, max)
        .executeUpdate();
  }

  /**
   * Forgets logs of the stage on the shard, at most so many; tells how many they were. It is to be
   * called on each shard until it says 0.
   */
  public int removeOfStage(int shard, long stage, int max) {
    return shards
        .shard(shard)
        .createNativeQuery(
            """
            delete from runtime_log where id in
                (select id from runtime_log where stage_id = ?1 order by id limit ?2)
            """)
        .setParameter(1, stage)
        .setParameter(2, max)
        .executeUpdate();
  }
}
