package omgservers.builder.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.pool.model.LogChunks;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** Builds with their sources and logs, each on the shard of its tenant. */
@ApplicationScoped
public class BuildJobs {
  private final Shards shards;

  /** Builds on these shards. */
  @Inject
  public BuildJobs(Shards shards) {
    this.shards = shards;
  }

  protected BuildJobs() {
    this(null);
  }

  /** A new build. */
  public void add(BuildJob job) {
    shards.of(job.id()).persist(job);
  }

  /** The build of the project, if it is there. */
  public Optional<BuildJob> find(long tenant, long project, long id) {
    return shards
        .findBeside(BuildJob.class, tenant, id)
        .filter(job -> job.tenantId() == tenant && job.projectId() == project);
  }

  /** The build, so that nobody else changes it meanwhile. */
  public Optional<BuildJob> lock(long id) {
    return shards.lock(BuildJob.class, id);
  }

  /** Builds of the project. */
  public List<BuildJob> list(long project, BuildState state, Slice slice) {
    return new Listing<>(BuildJob.class, slice)
        .where("e.projectId = :project", "project", project)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(project));
  }

  /** Nobody else adds to or takes from the queue of the tenant until the transaction ends. */
  public void lockQueue(long tenant) {
    shards
        .of(tenant)
        .createNativeQuery("select cast(pg_advisory_xact_lock(?1) as text)")
        .setParameter(1, tenant)
        .getResultList();
  }

  /** How many builds of the tenant are not over. */
  public int open(long tenant) {
    return count(tenant, "state in ('AWAITING_SOURCE', 'QUEUED', 'RUNNING')");
  }

  /** How many builds of the tenant run. */
  public int running(long tenant) {
    return count(tenant, "state = 'RUNNING'");
  }

  private int count(long tenant, String which) {
    Object count =
        shards
            .of(tenant)
            .createNativeQuery("select count(*) from build_job where tenant_id = ?1 and " + which)
            .setParameter(1, tenant)
            .getSingleResult();
    return ((Number) count).intValue();
  }

  /** How many builds of the tenant have waited longer for their turn. */
  public int ahead(BuildJob job) {
    Object count =
        shards
            .of(job.id())
            .createNativeQuery(
                """
                select count(*) from build_job where tenant_id = ?1 and state = 'QUEUED'
                    and (queued_at, id) < (cast(?2 as timestamptz), ?3)
                """)
            .setParameter(1, job.tenantId())
            .setParameter(2, Timestamp.from(job.queuedAt().orElse(job.created())))
            .setParameter(3, job.id())
            .getSingleResult();
    return ((Number) count).intValue();
  }

  /** Queued builds of the shard are looked at now, those first that have waited longest. */
  public int dueQueued(int shard, Instant now) {
    return shards
        .shard(shard)
        .createNativeQuery(
            "update build_job set due_at = queued_at where state = 'QUEUED' and due_at > ?1")
        .setParameter(1, Timestamp.from(now))
        .executeUpdate();
  }

  /** Queued builds of the tenant are looked at now. */
  public void dueQueuedOf(long tenant, Instant now) {
    shards
        .of(tenant)
        .createNativeQuery(
            """
            update build_job set due_at = queued_at
            where tenant_id = ?1 and state = 'QUEUED' and due_at > ?2
            """)
        .setParameter(1, tenant)
        .setParameter(2, Timestamp.from(now))
        .executeUpdate();
  }

  /** A part of the archive of the build. */
  public void putPart(long build, int part, byte[] bytes) {
    shards
        .of(build)
        .createNativeQuery(
            "insert into build_source_part (build_id, part, bytes) values (?1, ?2, ?3)")
        .setParameter(1, build)
        .setParameter(2, part)
        .setParameter(3, bytes)
        .executeUpdate();
  }

  /** The part of the archive; empty behind the last. */
  public Optional<byte[]> part(long build, int part) {
    List<?> parts =
        shards
            .of(build)
            .createNativeQuery(
                "select bytes from build_source_part where build_id = ?1 and part = ?2")
            .setParameter(1, build)
            .setParameter(2, part)
            .getResultList();
    return parts.stream().map(bytes -> (byte[]) bytes).findFirst();
  }

  /** The archive of the build is not kept any more. */
  public void dropParts(long build) {
    shards
        .of(build)
        .createNativeQuery("delete from build_source_part where build_id = ?1")
        .setParameter(1, build)
        .executeUpdate();
  }

  /** The chunks of the logs. */
  public LogChunks chunks() {
    return new LogChunks(shards, "build_log_chunk", "build_id");
  }

  /** Some builds of the project. */
  public List<Long> ofProject(long project, int max) {
    List<?> ids =
        shards
            .of(project)
            .createNativeQuery("select id from build_job where project_id = ?1 order by id")
            .setParameter(1, project)
            .setMaxResults(max)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).toList();
  }

  /** The build is forgotten, with its source and its log. */
  public void remove(BuildJob job) {
    shards.of(job.id()).remove(job);
  }
}
