package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import omgservers.pool.model.LogChunks;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The kept output of runtimes, each on the shard of its runtime. */
@ApplicationScoped
public class RuntimeLogs {
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

  /** The chunks of the logs. */
  public LogChunks chunks() {
    return new LogChunks(shards, "runtime_log_chunk", "runtime_id");
  }

  /** Drops the oldest chunks of the log until it is no larger than this; its last chunk stays. */
  public void trim(RuntimeLog log, long max) {
    log.dropped(chunks().trim(log.id(), log.size(), max));
  }

  /** The number of the first line that is kept; that of the next one when none is. */
  public long firstLine(RuntimeLog log) {
    return chunks().firstLine(log.id()).orElse(log.nextLine());
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
