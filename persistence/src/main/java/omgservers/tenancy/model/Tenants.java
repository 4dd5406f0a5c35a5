package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
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

  /** So many names, and so many permissions, are taken in one transaction. */
  static final int FORGOTTEN_MAX = 500;

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
    return shards
        .findBeside(Project.class, tenant, id)
        .filter(project -> project.tenantId() == tenant);
  }

  /** The stage, if it is the tenant's. */
  public Optional<Stage> stage(long tenant, long id) {
    return shards.findBeside(Stage.class, tenant, id).filter(stage -> stage.tenantId() == tenant);
  }

  /** The tenant, so that nobody else changes it or builds on it meanwhile. */
  public Optional<Tenant> lockTenant(long id) {
    return shards.lock(Tenant.class, id);
  }

  /** The project of the tenant, so that nobody else changes it or builds on it meanwhile. */
  public Optional<Project> lockProject(long tenant, long id) {
    return project(tenant, id).flatMap(project -> shards.lock(Project.class, id));
  }

  /** The stage of the tenant, so that nobody else changes it or builds on it meanwhile. */
  public Optional<Stage> lockStage(long tenant, long id) {
    return stage(tenant, id).flatMap(stage -> shards.lock(Stage.class, id));
  }

  /** Whether the tenant is there or goes, and keeps that so until the transaction ends. */
  public Optional<Life> holdTenant(long id) {
    return hold("select state from tenant where id = ?1 for share", id);
  }

  /** Whether the project is there or goes, and keeps that so until the transaction ends. */
  public Optional<Life> holdProject(long id) {
    return hold("select state from project where id = ?1 for share", id);
  }

  /** Whether the stage is there or goes, and keeps that so until the transaction ends. */
  public Optional<Life> holdStage(long id) {
    return hold("select state from stage where id = ?1 for share", id);
  }

  private Optional<Life> hold(String query, long id) {
    List<?> states = shards.of(id).createNativeQuery(query).setParameter(1, id).getResultList();
    return states.stream().map(state -> Life.valueOf((String) state)).findFirst();
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

  /**
   * Tenants of the shard; with a user only those in which that user has any permission, and with
   * <code>only</code> no other than that one.
   */
  public List<Tenant> list(int shard, Life state, Long user, Long only, Slice slice) {
    return new Listing<>(Tenant.class, slice)
        .where("e.state = :state", "state", state)
        .where(
            "exists (select p from Permission p where p.tenantId = e.id and p.userId = :user)",
            "user",
            user)
        .where("e.id = :only", "only", only)
        .fetch(shards.shard(shard));
  }

  /** Projects of the tenant. */
  public List<Project> listProjects(long tenant, Life state, Slice slice) {
    return new Listing<>(Project.class, slice)
        .where("e.tenantId = :tenant", "tenant", tenant)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(tenant));
  }

  /** Stages of the project. */
  public List<Stage> listStages(long project, Life state, Slice slice) {
    return new Listing<>(Stage.class, slice)
        .where("e.projectId = :project", "project", project)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(project));
  }

  /** Whether the user has any permission in the tenant. */
  public boolean knows(long tenant, long user) {
    return !shards
        .of(tenant)
        .createNativeQuery("select 1 from permission where user_id = ?1 and tenant_id = ?2 limit 1")
        .setParameter(1, user)
        .setParameter(2, tenant)
        .getResultList()
        .isEmpty();
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

  /** The names of all these projects or stages, which lie on one shard. */
  public Map<Long, List<String>> namesOfAll(long tenant, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return Names.grouped(
        shards
            .of(tenant)
            .createNativeQuery(
                "select entity_id, value from scoped_alias where entity_id = any(?1::bigint[])"
                    + " order by value")
            .setParameter(1, Names.array(ids))
            .getResultList());
  }

  /** The names of all these projects or stages, which lie on one shard, and since when. */
  public List<Alias> aliasesOfAll(long tenant, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<?> rows =
        shards
            .of(tenant)
            .createNativeQuery(
                "select entity_id, value, created from scoped_alias"
                    + " where entity_id = any(?1::bigint[]) order by value")
            .setParameter(1, Names.array(ids))
            .setMaxResults(ids.size() * Names.NAMES_MAX)
            .getResultList();
    return rows.stream().map(row -> (Object[]) row).map(Alias::of).toList();
  }

  /** Frees the name below the scope if it stands for the id; false when it does not. */
  public boolean free(long scope, String value, long id) {
    int freed =
        shards
            .of(scope)
            .createNativeQuery(
                "delete from scoped_alias where scope_id = ?1 and value = ?2 and entity_id = ?3")
            .setParameter(1, scope)
            .setParameter(2, value)
            .setParameter(3, id)
            .executeUpdate();
    return freed == 1;
  }

  /**
   * Takes some of the names and permissions of what is being deleted, and of the names below it;
   * whether there may be more.
   */
  public boolean forgetSome(long id) {
    EntityManager entityManager = shards.of(id);
    int names =
        entityManager
            .createNativeQuery(
                """
                delete from scoped_alias where (scope_id, value) in (
                    select scope_id, value from scoped_alias where entity_id = ?1 or scope_id = ?1
                    limit ?2)
                """)
            .setParameter(1, id)
            .setParameter(2, FORGOTTEN_MAX)
            .executeUpdate();
    int permissions =
        entityManager
            .createNativeQuery(
                """
                delete from permission where id in (
                    select id from permission where entity_id = ?1 limit ?2)
                """)
            .setParameter(1, id)
            .setParameter(2, FORGOTTEN_MAX)
            .executeUpdate();
    return names == FORGOTTEN_MAX || permissions == FORGOTTEN_MAX;
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

  /** The rights that the user has on the entity. */
  public List<Permission> permissionsOf(long entity, long user) {
    return shards
        .of(entity)
        .createQuery(
            "select p from Permission p where p.entityId = :entity and p.userId = :user",
            Permission.class)
        .setParameter("entity", entity)
        .setParameter("user", user)
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
