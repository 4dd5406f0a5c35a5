package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Runtimes and who plays in them; each runtime on one shard. */
@ApplicationScoped
public class Runtimes {
  /** A runtime has at most this many clients. */
  public static final int CLIENTS_MAX = 10_000;

  /** No more runtimes of a shard are listed than this, the newest. */
  public static final int LISTED_MAX = 100;

  private final Shards shards;

  /** Runtimes of these shards. */
  @Inject
  public Runtimes(Shards shards) {
    this.shards = shards;
  }

  protected Runtimes() {
    this(null);
  }

  /** A runtime with the number of its clients. */
  public record Filling(Runtime runtime, long clients) {}

  /** A new runtime. */
  public void add(Runtime runtime) {
    shards.of(runtime.id()).persist(runtime);
  }

  /** The runtime is forgotten. */
  public void remove(Runtime runtime) {
    shards.of(runtime.id()).remove(runtime);
  }

  /** A client comes. */
  public void add(Assignment assignment) {
    shards.of(assignment.runtimeId()).persist(assignment);
  }

  /** A client goes. */
  public void remove(Assignment assignment) {
    shards.of(assignment.runtimeId()).remove(assignment);
  }

  /** The runtime. */
  public Optional<Runtime> find(long id) {
    return shards.find(Runtime.class, id);
  }

  /** The runtime, so that nobody else changes it meanwhile. */
  public Optional<Runtime> lock(long id) {
    return shards.lock(Runtime.class, id);
  }

  /** The assignment of the client to the runtime, if it plays there. */
  public Optional<Assignment> assignment(long runtime, long client) {
    return shards
        .of(runtime)
        .createQuery(
            """
            select a from Assignment a where a.runtimeId = :runtime and a.clientId = :client
            """,
            Assignment.class)
        .setParameter("runtime", runtime)
        .setParameter("client", client)
        .getResultStream()
        .findFirst();
  }

  /** Who plays in the runtime. */
  public List<Assignment> assignments(long runtime) {
    return shards
        .of(runtime)
        .createQuery(
            "select a from Assignment a where a.runtimeId = :runtime order by a.clientId",
            Assignment.class)
        .setParameter("runtime", runtime)
        .setMaxResults(CLIENTS_MAX)
        .getResultList();
  }

  /** The runtimes on the shard that run for the stage or ended after the moment, newest first. */
  public List<Filling> ofStage(int shard, long stage, Instant endedAfter) {
    return shards
        .shard(shard)
        .createQuery(
            """
            select new omgservers.runtime.model.Runtimes$Filling(r,
                (select count(a) from Assignment a where a.runtimeId = r.id))
            from Runtime r
            where r.stageId = :stage and (r.endedAt is null or r.endedAt > :after)
            order by r.id desc
            """,
            Filling.class)
        .setParameter("stage", stage)
        .setParameter("after", endedAfter)
        .setMaxResults(LISTED_MAX)
        .getResultList();
  }

  /** Makes all runtimes of the shard due that have not ended. */
  public void dueAll(int shard, Instant now) {
    shards
        .shard(shard)
        .createNativeQuery("update runtime set due_at = ?1 where state <> 'ENDED'")
        .setParameter(1, Timestamp.from(now))
        .executeUpdate();
  }
}
