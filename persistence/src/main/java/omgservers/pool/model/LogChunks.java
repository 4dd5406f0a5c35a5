package omgservers.pool.model;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.OptionalLong;
import omgservers.shared.sharding.Shards;

/**
 * The chunks of logs of one kind: a table with the id of what each log belongs to, which says on
 * which shard it lies.
 */
public final class LogChunks {
  /** Chunks are read in portions of this size. */
  public static final int CHUNKS_MAX = 16;

  private final Shards shards;
  private final String table;
  private final String owner;

  /** The chunks in this table, whose owners are in this column. */
  public LogChunks(Shards shards, String table, String owner) {
    this.shards = shards;
    this.table = table;
    this.owner = owner;
  }

  private Query query(long log, String text) {
    EntityManager entityManager = shards.of(log);
    return entityManager
        .createNativeQuery(text.replace("{table}", table).replace("{owner}", owner))
        .setParameter(1, log);
  }

  /** The chunk is kept, instead of the one that began with the same line. */
  public void put(long log, LogChunk chunk) {
    query(
            log,
            """
            insert into {table} ({owner}, first_line, lines, size, packed)
            values (?1, ?2, ?3, ?4, ?5)
            on conflict ({owner}, first_line) do update
                set lines = excluded.lines, size = excluded.size, packed = excluded.packed
            """)
        .setParameter(2, chunk.firstLine())
        .setParameter(3, chunk.count())
        .setParameter(4, chunk.size())
        .setParameter(5, chunk.packed())
        .executeUpdate();
  }

  /**
   * Drops the oldest chunks of a log of this size until it is no larger than it may be; its last
   * chunk stays. Tells how much was dropped.
   */
  public long trim(long log, long size, long max) {
    long left = size;
    while (left > max) {
      List<?> oldest =
          query(log, "select first_line, size from {table} where {owner} = ?1 order by first_line")
              .setMaxResults(CHUNKS_MAX)
              .getResultList();
      if (oldest.size() < 2) {
        break;
      }
      long over = left - max;
      int droppable = oldest.size() < CHUNKS_MAX ? oldest.size() - 1 : oldest.size();
      long dropped = 0;
      long keptFrom = 0;
      for (int i = 0; i < droppable && dropped < over; i++) {
        Object[] row = (Object[]) oldest.get(i);
        keptFrom = ((Number) row[0]).longValue() + 1;
        dropped += ((Number) row[1]).longValue();
      }
      query(log, "delete from {table} where {owner} = ?1 and first_line < ?2")
          .setParameter(2, keptFrom)
          .executeUpdate();
      left -= dropped;
    }
    return size - left;
  }

  /** The number of the first line that is kept; empty when none is. */
  public OptionalLong firstLine(long log) {
    Object first =
        query(log, "select min(first_line) from {table} where {owner} = ?1").getSingleResult();
    return first == null ? OptionalLong.empty() : OptionalLong.of(((Number) first).longValue());
  }

  /** The chunks from the one with the line on, in order, at most so many. */
  public List<LogChunk> from(long log, long line, int max) {
    return chunks(log, "first_line + lines > ?2 order by first_line", line, max);
  }

  /** The chunks before the line, the last one first, at most so many. */
  public List<LogChunk> before(long log, long line, int max) {
    return chunks(log, "first_line < ?2 order by first_line desc", line, max);
  }

  private List<LogChunk> chunks(long log, String which, long line, int max) {
    List<?> rows =
        query(
                log,
                "select first_line, lines, size, packed from {table} where {owner} = ?1 and "
                    + which)
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
}
