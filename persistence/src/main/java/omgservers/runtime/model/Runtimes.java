package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.paging.Tally;
import omgservers.shared.sharding.Gathered;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.DueRows;

/** Runtimes and who plays in them; each runtime on one shard. */
@ApplicationScoped
public class Runtimes {
  /** A runtime has at most this many clients. */
  public static final int CLIENTS_MAX = 10_000;

  private static final String CLIENT_COUNTS =
      "select a.runtimeId, count(a) from Assignment a where a.runtimeId in :ids group by"
          + " a.runtimeId";

  private static final String CONTAINS =
      "lower(concat(e.image, ' ', coalesce(e.mode, ''), ' ', coalesce(e.poolServer, ''), ' ',"
          + " coalesce(e.endReason, ''), ' ', coalesce(e.reason, ''))) like :text escape '!'";

  /** The runtimes of a stage that run or are about to. */
  public static final DueRows.Some LIVE_OF_STAGE =
      new DueRows.Some(
          "runtime", "stage_id = ?1 and state in ('PENDING', 'STARTING', 'READY') order by id");

  /** The runtimes of a stage that have ended and are still remembered, the latest first. */
  public static final DueRows.Some ENDED_OF_STAGE =
      new DueRows.Some("runtime", "stage_id = ?1 and state = 'ENDED' order by due_at desc");

  private final Shards shards;

  /** Runtimes of these shards. */
  @Inject
  public Runtimes(Shards shards) {
    this.shards = shards;
  }

  protected Runtimes() {
    this(null);
  }

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
    keep(new Seen(assignment.runtimeId(), assignment.clientId()), assignment);
  }

  /** A client goes. */
  public void remove(Assignment assignment) {
    shards.of(assignment.runtimeId()).remove(assignment);
    keep(new Seen(assignment.runtimeId(), assignment.clientId()), null);
  }

  /** Who may play where: under this an assignment is kept that was read ahead. */
  public record Seen(long runtime, long client) {}

  /** Under this is noted that the place was locked when it was read ahead. */
  private record Held(Seen place) {}

  /** What was read ahead changes. */
  private void keep(Seen place, Assignment assignment) {
    Gathered gathered = shards.gathered();
    if (gathered.known(place) != null) {
      gathered.know(place, assignment);
    }
  }

  /** Reads who of the clients plays in the runtime, with one statement for all. */
  public void readAhead(long runtime, Collection<Long> clients) {
    List<Seen> places = clients.stream().map(client -> new Seen(runtime, client)).toList();
    readAhead(shards.shardOf(runtime), places, LockModeType.NONE);
  }

  /**
   * Locks these runtimes of the shard that somebody comes to, and who plays in these places, with
   * one statement each.
   */
  public void lockAhead(int shard, Collection<Long> ids, Collection<Seen> places) {
    if (!ids.isEmpty()) {
      shards.lockAll(
          Runtime.class,
          shards
              .shard(shard)
              .createQuery(
                  "select r from Runtime r where r.id in :ids order by r.id", Runtime.class)
              .setParameter("ids", ids),
          ids);
    }
    readAhead(shard, places, LockModeType.PESSIMISTIC_WRITE);
    places.forEach(place -> shards.gathered().know(new Held(place), place));
  }

  private void readAhead(int shard, Collection<Seen> places, LockModeType mode) {
    if (places.isEmpty()) {
      return;
    }
    List<Assignment> found =
        shards
            .shard(shard)
            .createQuery(
                """
                select a from Assignment a
                where a.runtimeId in :runtimes and a.clientId in :clients order by a.id
                """,
                Assignment.class)
            .setParameter("runtimes", places.stream().map(Seen::runtime).distinct().toList())
            .setParameter("clients", places.stream().map(Seen::client).distinct().toList())
            .setLockMode(mode)
            .getResultList();
    Gathered gathered = shards.gathered();
    places.forEach(place -> gathered.know(place, null));
    found.forEach(each -> gathered.know(new Seen(each.runtimeId(), each.clientId()), each));
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
    Optional<?> seen = shards.gathered().known(new Seen(runtime, client));
    if (seen != null) {
      return seen.map(Assignment.class::cast);
    }
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

  /** Where all these clients play, as far as that lies on the shard. */
  public List<Assignment> assignmentsOf(int shard, Collection<Long> clients) {
    return clients.isEmpty()
        ? List.of()
        : shards
            .shard(shard)
            .createQuery(
                "select a from Assignment a where a.clientId in :clients order by a.id",
                Assignment.class)
            .setParameter("clients", clients)
            .setMaxResults(CLIENTS_MAX)
            .getResultList();
  }

  /** Which runtimes are wanted; null means any. */
  public record Wish(
      Runtime.State state,
      RuntimeQualifier qualifier,
      Long deployment,
      Long version,
      String contains) {
    private String pattern() {
      return contains == null
          ? null
          : "%" + contains.toLowerCase(Locale.ROOT).replaceAll("([%_!])", "!$1") + "%";
    }
  }

  /** Runtimes of the stage that lie on the shard. */
  public List<Runtime> list(int shard, long stage, Wish wish, Slice slice) {
    return new Listing<>(Runtime.class, slice)
        .where("e.stageId = :stage", "stage", stage)
        .where("e.state = :state", "state", wish.state)
        .where("e.qualifier = :qualifier", "qualifier", wish.qualifier)
        .where("e.deploymentId = :deployment", "deployment", wish.deployment)
        .where("e.versionId = :version", "version", wish.version)
        .where(CONTAINS, "text", wish.pattern())
        .fetch(shards.shard(shard));
  }

  /** Those of the runtimes that are there, as far as they lie on the shard. */
  public List<Runtime> these(int shard, Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : shards
            .shard(shard)
            .createQuery("select r from Runtime r where r.id in :ids", Runtime.class)
            .setParameter("ids", ids)
            .getResultList();
  }

  /** How many clients play in each of these runtimes of the shard. */
  public Map<Long, Long> clientCounts(int shard, Collection<Long> runtimes) {
    return Tally.of(shards.shard(shard), CLIENT_COUNTS, runtimes);
  }

  /** How many clients play in the runtime. */
  public long clientCount(long runtime) {
    return Tally.of(shards.of(runtime), CLIENT_COUNTS, List.of(runtime)).getOrDefault(runtime, 0L);
  }

  /** All clients go. */
  public void removeAssignments(long runtime) {
    shards.gathered().forget();
    shards
        .of(runtime)
        .createNativeQuery("delete from assignment where runtime_id = ?1")
        .setParameter(1, runtime)
        .executeUpdate();
  }

  /** Whether the client plays in the runtime; it stays there until the transaction ends. */
  public boolean holdsAssignment(long runtime, long client) {
    if (shards.gathered().known(new Held(new Seen(runtime, client))) != null) {
      return assignment(runtime, client).isPresent();
    }
    return !shards
        .of(runtime)
        .createNativeQuery(
            "select 1 from assignment where runtime_id = ?1 and client_id = ?2 for key share")
        .setParameter(1, runtime)
        .setParameter(2, client)
        .getResultList()
        .isEmpty();
  }

  /** Makes those due that have waited longest for room on the shard, so many at most. */
  public int dueWaiting(int shard, Instant now, int max) {
    return shards
        .shard(shard)
        .createNativeQuery(
            """
            update runtime set due_at = ?1 where id in (
                select id from runtime where state = 'PENDING' and due_at > ?1
                    and avoided_server is null
                order by id limit ?2 for update skip locked)
            """)
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, max)
        .executeUpdate();
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
