package omgservers.installation.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Shards;

/** What runs and plays, as numbers, and what is wrong with it: read from one shard at a time. */
@ApplicationScoped
public class PulseFacts {
  /** So many of one kind of what is wrong are told. */
  public static final int TOLD_MAX = 20;

  /** The exit code of a process that somebody asked to end. */
  private static final int TERMINATED = 143;

  /** So many queues are told. */
  public static final int QUEUES_MAX = 100;

  private final Shards shards;

  /** Facts about what lies on these shards. */
  @Inject
  public PulseFacts(Shards shards) {
    this.shards = shards;
  }

  protected PulseFacts() {
    this(null);
  }

  /** About which stages, and the matchmakers of their deployments; null for all there are. */
  public record Extent(Collection<Long> stages, Collection<Long> matchmakers) {
    /** All stages. */
    public static final Extent ALL = new Extent(null, null);

    private static String in(String column, Collection<Long> ids) {
      if (ids == null) {
        return "true";
      }
      return ids.isEmpty()
          ? "false"
          : column
              + ids.stream().map(String::valueOf).collect(Collectors.joining(",", " in (", ")"));
    }

    String ofStages() {
      return in("stage_id", stages);
    }

    String ofMatchmakers() {
      return in("matchmaker_id", matchmakers);
    }
  }

  /**
   * What lies on a shard.
   *
   * @param matches those with players in them
   * @param ready game servers that call in
   * @param starting game servers that are wanted and do not call in yet
   */
  public record Counts(
      int players, int lobbies, int matches, int ready, int starting, int tickets) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          players + other.players,
          lobbies + other.lobbies,
          matches + other.matches,
          ready + other.ready,
          starting + other.starting,
          tickets + other.tickets);
    }
  }

  /** What lies on the shard. */
  public Counts counts(int shard, Extent extent) {
    Object[] row =
        (Object[])
            query(
                    shard,
                    """
                    select
                      (select count(*) from client where state <> 'DELETED' and %1$s),
                      runtimes.lobbies, runtimes.ready, runtimes.starting,
                      (select count(*) from match where %2$s
                        and exists (select 1 from seat where seat.match_id = match.id)),
                      (select count(*) from ticket where %2$s)
                    from (
                      select count(*) filter (where qualifier = 'LOBBY' and state = 'READY') as lobbies,
                        count(*) filter (where state = 'READY') as ready,
                        count(*) filter (where state in ('PENDING', 'STARTING')) as starting
                      from runtime where %1$s) as runtimes
                    """
                        .formatted(extent.ofStages(), extent.ofMatchmakers()))
                .getSingleResult();
    return new Counts(
        number(row[0]),
        number(row[1]),
        number(row[4]),
        number(row[2]),
        number(row[3]),
        number(row[5]));
  }

  private static int number(Object value) {
    return ((Number) value).intValue();
  }

  private Query query(int shard, String sql) {
    return shards.shard(shard).createNativeQuery(sql);
  }

  /** The stages of the shard that the user may see. */
  public List<Long> stagesOf(int shard, long user) {
    return ids(
        query(
                shard,
                """
                select distinct entity_id from permission
                where user_id = ?1 and permission in ('STAGE_VIEWER', 'DEPLOYMENT_MANAGER')
                """)
            .setParameter(1, user));
  }

  /** The matchmakers of the deployments on the stages of the shard. */
  public List<Long> matchmakersOf(int shard, Extent extent) {
    return ids(query(shard, "select matchmaker_id from deployment where " + extent.ofStages()));
  }

  private static List<Long> ids(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> ((Number) row).longValue()).toList();
  }

  /**
   * Something that is wrong on a stage.
   *
   * @param id of the deployment or the runtime
   * @param reason what is known of why
   */
  public record Trouble(
      long tenantId, long stageId, long deploymentId, long id, Instant since, String reason) {
    private static Trouble of(Object row) {
      Object[] values = (Object[]) row;
      return new Trouble(
          ((Number) values[0]).longValue(),
          ((Number) values[1]).longValue(),
          ((Number) values[2]).longValue(),
          ((Number) values[3]).longValue(),
          ((Timestamp) values[4]).toInstant(),
          (String) values[5]);
    }
  }

  private List<Trouble> troubles(Query query) {
    List<?> rows = query.setMaxResults(TOLD_MAX).getResultList();
    return rows.stream().map(Trouble::of).toList();
  }

  /** Deployments that lack lobbies or matches. */
  public List<Trouble> degraded(int shard, Extent extent) {
    return troubles(
        query(
            shard,
            """
            select tenant_id, stage_id, id as deployment, id, degraded_since,
              coalesce(lobbies_reason, matches_reason, reason)
            from deployment where degraded_since is not null and state = 'ACTIVE' and %s
            order by degraded_since
            """
                .formatted(extent.ofStages())));
  }

  /** Game servers that ended by themselves and not well, since the moment. */
  public List<Trouble> failed(int shard, Extent extent, Instant since) {
    return troubles(
        query(
                shard,
                """
                select tenant_id, stage_id, deployment_id, id, ended_at, end_reason
                from runtime where ended_at > ?1 and %1$s
                  and (exit_code not in (0, %2$d) or out_of_memory)
                order by ended_at desc
                """
                    .formatted(extent.ofStages(), TERMINATED))
            .setParameter(1, Timestamp.from(since)));
  }

  /** Game servers that wait for room. */
  public List<Trouble> waiting(int shard, Extent extent) {
    return troubles(
        query(
            shard,
            """
            select tenant_id, stage_id, deployment_id, id, created, reason
            from runtime where state = 'PENDING' and reason is not null and %s
            order by id
            """
                .formatted(extent.ofStages())));
  }

  /** The queue of a mode of a deployment in which somebody waits. */
  public record Queue(long deploymentId, String mode, int waiting, Instant oldest) {}

  /** The queues of the shard in which somebody waits, who has waited longest first. */
  public List<Queue> queues(int shard, Extent extent) {
    List<?> rows =
        query(
                shard,
                """
                select matchmaker.deployment_id, ticket.mode, count(*), min(ticket.created)
                from ticket join matchmaker on matchmaker.id = ticket.matchmaker_id
                where %s
                group by matchmaker.deployment_id, ticket.mode order by 4
                """
                    .formatted(extent.ofMatchmakers()))
            .setMaxResults(QUEUES_MAX)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Queue(
                    ((Number) row[0]).longValue(),
                    (String) row[1],
                    number(row[2]),
                    ((Timestamp) row[3]).toInstant()))
        .toList();
  }

  /** Where a deployment is. */
  public record Site(long tenantId, long stageId, long deploymentId) {}

  /** Where those of the deployments are that lie on the shard. */
  public List<Site> sites(int shard, Collection<Long> deployments) {
    List<?> rows =
        query(
                shard,
                "select tenant_id, stage_id, id from deployment where "
                    + Extent.in("id", deployments))
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Site(
                    ((Number) row[0]).longValue(),
                    ((Number) row[1]).longValue(),
                    ((Number) row[2]).longValue()))
        .toList();
  }

  /** Builds that failed since the moment; they have no stage: their project is in its place. */
  public List<Trouble> failedBuilds(int shard, Instant since) {
    return troubles(
        query(
                shard,
                """
                select tenant_id, project_id, id as deployment, id, ended_at, reason
                from build_job where state = 'FAILED' and ended_at > ?1
                order by ended_at desc
                """)
            .setParameter(1, Timestamp.from(since)));
  }
}
