package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Tenants with their projects, stages, names and permissions; each tenant on one shard. */
@ApplicationScoped
public class Tenants {
  /** A tenant has at most this many projects. */
  public static final int PROJECTS_MAX = 1_000;

  /** A project has at most this many stages. */
  public static final int STAGES_MAX = 100;

  /** No more permissions of one thing are shown than this. */
  public static final int PERMISSIONS_MAX = 1_000;

  private final Shards shards;

  /** Tenants of these shards. */
  @Inject
  public Tenants(Shards shards) {
    this.shards = shards;
  }

  protected Tenants() {
    this(null);
  }

  /** A new tenant, project, stage or permission; its id says where it lies. */
  public void add(long id, Object entity) {
    shards.of(id).persist(entity);
  }

  /** Removes a tenant, project or stage, and everything below it that lies in tenancy. */
  public void remove(long id, Object entity) {
    shards.of(id).remove(entity);
  }

  /** The tenant. */
  public Optional<Tenant> tenant(long id) {
    return shards.find(Tenant.class, id);
  }

  /** The project, if it is the tenant's. */
  public Optional<Project> project(long tenant, long id) {
    return shards.find(Project.class, id).filter(project -> project.tenantId() == tenant);
  }

  /** The stage, if it is the tenant's. */
  public Optional<Stage> stage(long tenant, long id) {
    return shards.find(Stage.class, id).filter(stage -> stage.tenantId() == tenant);
  }

  /** The projects of the tenant, oldest first. */
  public List<Project> projects(long tenant) {
    return shards
        .of(tenant)
        .createQuery(
            "select p from Project p where p.tenantId = :tenant order by p.id", Project.class)
        .setParameter("tenant", tenant)
        .setMaxResults(PROJECTS_MAX)
        .getResultList();
  }

  /** The stages of the project, oldest first. */
  public List<Stage> stages(long project) {
    return shards
        .of(project)
        .createQuery(
            "select s from Stage s where s.projectId = :project order by s.id", Stage.class)
        .setParameter("project", project)
        .setMaxResults(STAGES_MAX)
        .getResultList();
  }

  /** What the name stands for below the tenant or project. */
  public Optional<Long> named(long scope, String value) {
    List<?> ids =
        shards
            .of(scope)
            .createNativeQuery(
                "select entity_id from scoped_alias where scope_id = ?1 and value = ?2")
            .setParameter(1, scope)
            .setParameter(2, value)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).findFirst();
  }

  /** Gives a name below the scope; false when it is taken. */
  public boolean name(long tenant, long scope, Alias alias) {
    int added =
        shards
            .of(scope)
            .createNativeQuery(
                "insert into scoped_alias (scope_id, value, entity_id, tenant_id, created)"
                    + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
            .setParameter(1, scope)
            .setParameter(2, alias.value())
            .setParameter(3, alias.entityId())
            .setParameter(4, tenant)
            .setParameter(5, Timestamp.from(alias.created()))
            .executeUpdate();
    return added == 1;
  }

  /** The names of a project or a stage. */
  public List<Alias> names(long id) {
    List<?> rows =
        shards
            .of(id)
            .createNativeQuery("select value, created from scoped_alias where entity_id = ?1")
            .setParameter(1, id)
            .setMaxResults(Names.NAMES_MAX)
            .getResultList();
    return rows.stream().map(row -> Alias.of(id, (Object[]) row)).toList();
  }

  /** Frees the names and permissions of a project or stage that is removed. */
  public void forget(long id) {
    EntityManager entityManager = shards.of(id);
    entityManager
        .createNativeQuery("delete from scoped_alias where entity_id = ?1 or scope_id = ?1")
        .setParameter(1, id)
        .executeUpdate();
    entityManager
        .createNativeQuery("delete from permission where entity_id = ?1")
        .setParameter(1, id)
        .executeUpdate();
  }

  /** The permissions on a tenant, a project or a stage. */
  public List<Permission> permissions(long entity) {
    return shards
        .of(entity)
        .createQuery(
            "select p from Permission p where p.entityId = :entity order by p.id", Permission.class)
        .setParameter("entity", entity)
        .setMaxResults(PERMISSIONS_MAX)
        .getResultList();
  }

  /** The permission of the user, if they have it. */
  public Optional<Permission> permission(long entity, long user, Right right) {
    return shards
        .of(entity)
        .createQuery(
            """
            select p from Permission p
            where p.entityId = :entity and p.userId = :user and p.permission = :right
            """,
            Permission.class)
        .setParameter("entity", entity)
        .setParameter("user", user)
        .setParameter("right", right)
        .getResultStream()
        .findFirst();
  }
}
