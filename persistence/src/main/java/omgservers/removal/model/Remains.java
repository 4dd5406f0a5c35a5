package omgservers.removal.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Shards;

/** Counts what is left, and finds what has to go next. */
@ApplicationScoped
public class Remains {
  /** The players of no more stages than this are counted at once, the oldest stages first. */
  public static final int STAGES_MAX = 10_000;

  private final Shards shards;

  /** Remains on these shards. */
  @Inject
  public Remains(Shards shards) {
    this.shards = shards;
  }

  protected Remains() {
    this(null);
  }

  /** What lies on the tenant's own shard: numbers, and the stages themselves. */
  public record Estate(Left left, List<Long> stages) {}

  /** What is left of the tenant on its own shard. */
  public Estate ofTenant(long tenant) {
    List<Long> stages =
        ids(
            tenant,
            "select s.id from stage s join project p on p.id = s.project_id where p.tenant_id = ?1"
                + " order by s.id",
            STAGES_MAX);
    Left left =
        new Left(
            countIn(tenant, "select count(*) from deployment", stages),
            0,
            0,
            0,
            count(
                tenant,
                "select count(*) from version v join project p on p.id = v.project_id"
                    + " where p.tenant_id = ?1"),
            stages.size(),
            count(tenant, "select count(*) from project where tenant_id = ?1"),
            count(tenant, "select count(*) from build_job where tenant_id = ?1"));
    return new Estate(left, stages);
  }

  /** What is left of the project on its tenant's shard. */
  public Estate ofProject(long project) {
    List<Long> stages =
        ids(project, "select id from stage where project_id = ?1 order by id", STAGES_MAX);
    Left left =
        new Left(
            countIn(project, "select count(*) from deployment", stages),
            0,
            0,
            0,
            count(project, "select count(*) from version where project_id = ?1"),
            stages.size(),
            0,
            count(project, "select count(*) from build_job where project_id = ?1"));
    return new Estate(left, stages);
  }

  /** What is left of the stage on its tenant's shard. */
  public Estate ofStage(long stage) {
    List<Long> stages = List.of(stage);
    Left left =
        new Left(countIn(stage, "select count(*) from deployment", stages), 0, 0, 0, 0, 0, 0);
    return new Estate(left, stages);
  }

  /** What plays on the stages on one shard: runtimes, clients and players. */
  public Left playing(int shard, List<Long> stages) {
    if (stages.isEmpty()) {
      return Left.NONE;
    }
    EntityManager entityManager = shards.shard(shard);
    return new Left(
        0,
        countIn(entityManager, "select count(*) from runtime", stages),
        countIn(entityManager, "select count(*) from client", stages),
        countIn(entityManager, "select count(*) from player", stages),
        0,
        0,
        0);
  }

  /** Some projects of the tenant that are not being deleted yet. */
  public List<Long> activeProjects(long tenant, int max) {
    return ids(
        tenant,
        "select id from project where tenant_id = ?1 and state = 'ACTIVE' order by id",
        max);
  }

  /** Some stages of the project that are not being deleted yet. */
  public List<Long> activeStages(long project, int max) {
    return ids(
        project,
        "select id from stage where project_id = ?1 and state = 'ACTIVE' order by id",
        max);
  }

  /** Some versions of the project that are not being deleted yet. */
  public List<Long> activeVersions(long project, int max) {
    return ids(
        project,
        "select id from version where project_id = ?1 and state = 'ACTIVE' order by id",
        max);
  }

  /** Removes some of the API keys on the shard that are for the tenant only; how many. */
  public int removeKeys(int shard, long tenant, int max) {
    return shards
        .shard(shard)
        .createNativeQuery(
            "delete from api_key where id in (select id from api_key where tenant_id = ?1 limit ?2)")
        .setParameter(1, tenant)
        .setParameter(2, max)
        .executeUpdate();
  }

  private List<Long> ids(long scope, String query, int max) {
    List<?> rows =
        shards
            .of(scope)
            .createNativeQuery(query)
            .setParameter(1, scope)
            .setMaxResults(max)
            .getResultList();
    return rows.stream().map(row -> ((Number) row).longValue()).toList();
  }

  private long count(long scope, String query) {
    Object count =
        shards.of(scope).createNativeQuery(query).setParameter(1, scope).getSingleResult();
    return ((Number) count).longValue();
  }

  private long countIn(long scope, String query, List<Long> stages) {
    return countIn(shards.of(scope), query, stages);
  }

  private static long countIn(EntityManager entityManager, String query, List<Long> stages) {
    String array = stages.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    Object count =
        entityManager
            .createNativeQuery(query + " where stage_id = any(?1::bigint[])")
            .setParameter(1, array)
            .getSingleResult();
    return ((Number) count).longValue();
  }
}
