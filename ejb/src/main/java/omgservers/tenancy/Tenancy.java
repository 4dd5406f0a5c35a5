package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Permission;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;

/** Tenants, projects and stages: who creates, names and opens them to developers. */
@ApplicationScoped
@Transactional
public class Tenancy {
  private final Tenants tenants;
  private final Authorization authorization;
  private final Ids ids;
  private final Time time;

  /** Administration of these tenants. */
  @Inject
  public Tenancy(Tenants tenants, Authorization authorization, Ids ids, Time time) {
    this.tenants = tenants;
    this.authorization = authorization;
    this.ids = ids;
    this.time = time;
  }

  protected Tenancy() {
    this(null, null, null, null);
  }

  /** A project with its first stage. */
  public record NewProject(long projectId, long stageId) {}

  /** A project or stage of a tenant, by ids. */
  public record Place(long tenantId, long projectId, long stageId) {}

  /** A new tenant. */
  public long createTenant(Caller caller) {
    requireSupport(caller);
    long id = ids.anywhere();
    tenants.add(id, new Tenant(id, time.now()));
    return id;
  }

  /** Fails unless the caller may name the tenant, and it exists. */
  public void requireNameable(Caller caller, long tenant) {
    requireSupport(caller);
    tenant(tenant);
  }

  private static void requireSupport(Caller caller) {
    if (caller.role() != Role.SUPPORT && caller.role() != Role.ADMIN) {
      throw Refusal.forbidden(Qualifier.PERMISSION_NOT_FOUND, "This needs the role support.");
    }
  }

  private Tenant tenant(long id) {
    return tenants.tenant(id).orElseThrow(() -> Refusal.notFound("There is no tenant " + id + "."));
  }

  /** A new project with a stage; a developer gets the permissions to work with both. */
  public NewProject createProject(Caller caller, long tenant) {
    authorization.require(caller, Right.PROJECT_MANAGER, tenant);
    tenant(tenant);
    if (tenants.projects(tenant).size() >= Tenants.PROJECTS_MAX) {
      throw limit("A tenant has at most " + Tenants.PROJECTS_MAX + " projects.");
    }
    long project = ids.beside(tenant);
    tenants.add(project, new Project(project, tenant, time.now()));
    long stage = addStage(tenant, project);
    if (caller.role() == Role.DEVELOPER) {
      Set.of(Right.STAGE_MANAGER, Right.VERSION_MANAGER, Right.PROJECT_VIEWER)
          .forEach(right -> permit(tenant, project, caller.userId(), right));
      permitStage(caller, tenant, stage);
    }
    return new NewProject(project, stage);
  }

  /** A new stage of the project; a developer gets the permissions to work with it. */
  public long createStage(Caller caller, long tenant, String projectName) {
    long project = project(tenant, projectName);
    authorization.require(caller, Right.STAGE_MANAGER, project);
    if (tenants.stages(project).size() >= Tenants.STAGES_MAX) {
      throw limit("A project has at most " + Tenants.STAGES_MAX + " stages.");
    }
    long stage = addStage(tenant, project);
    if (caller.role() == Role.DEVELOPER) {
      permitStage(caller, tenant, stage);
    }
    return stage;
  }

  private static Refusal limit(String detail) {
    return Refusal.conflict(Qualifier.LIMIT_REACHED, detail);
  }

  private long addStage(long tenant, long project) {
    long stage = ids.beside(tenant);
    tenants.add(stage, new Stage(stage, tenant, project, time.now()));
    return stage;
  }

  private void permitStage(Caller caller, long tenant, long stage) {
    Set.of(Right.DEPLOYMENT_MANAGER, Right.STAGE_VIEWER)
        .forEach(right -> permit(tenant, stage, caller.userId(), right));
  }

  /** Names the project, uniquely in its tenant. */
  public void nameProject(Caller caller, long tenant, long project, String name) {
    authorization.require(caller, Right.PROJECT_MANAGER, tenant);
    References.requireName(name);
    if (tenants.project(tenant, project).isEmpty()) {
      throw Refusal.notFound("The tenant has no project " + project + ".");
    }
    name(tenant, tenant, project, name);
  }

  /** Names the stage, uniquely in its project. */
  public void nameStage(Caller caller, long tenant, long stage, String name) {
    Stage found =
        tenants
            .stage(tenant, stage)
            .orElseThrow(() -> Refusal.notFound("The tenant has no stage " + stage + "."));
    authorization.require(caller, Right.STAGE_MANAGER, found.projectId());
    References.requireName(name);
    name(tenant, found.projectId(), stage, name);
  }

  private void name(long tenant, long scope, long id, String name) {
    if (!tenants.name(tenant, scope, new Alias(id, name, time.now()))) {
      throw Directory.nameTaken(name);
    }
  }

  /** Gives the developer the rights on the tenant; those that are new are returned. */
  public List<Right> permitOnTenant(Caller caller, long tenant, long user, Set<Right> rights) {
    requireSupport(caller);
    tenant(tenant);
    return permit(tenant, tenant, user, rights);
  }

  /** Gives the developer the rights on the project; those that are new are returned. */
  public List<Right> permitOnProject(Caller caller, Place place, long user, Set<Right> rights) {
    requireSupport(caller);
    return permit(place.tenantId, place.projectId, user, rights);
  }

  /** Gives the developer the rights on the stage; those that are new are returned. */
  public List<Right> permitOnStage(Caller caller, Place place, long user, Set<Right> rights) {
    requireSupport(caller);
    return permit(place.tenantId, place.stageId, user, rights);
  }

  private List<Right> permit(long tenant, long entity, long user, Set<Right> rights) {
    List<Right> given = new ArrayList<>();
    for (Right right : rights) {
      if (tenants.permission(entity, user, right).isEmpty()) {
        permit(tenant, entity, user, right);
        given.add(right);
      }
    }
    return given;
  }

  private void permit(long tenant, long entity, long user, Right right) {
    long id = ids.beside(tenant);
    tenants.add(id, new Permission(id, tenant, entity, user, right, time.now()));
  }

  /** The project that is given by id or name. */
  public long project(long tenant, String idOrName) {
    return References.id(idOrName)
        .or(() -> tenants.named(tenant, idOrName))
        .filter(id -> tenants.project(tenant, id).isPresent())
        .orElseThrow(() -> Refusal.notFound("There is no project '" + idOrName + "'."));
  }

  /** The stage of the project, both given by id or name. */
  public Place place(long tenant, String project, String stage) {
    long projectId = project(tenant, project);
    long stageId =
        References.id(stage)
            .or(() -> tenants.named(projectId, stage))
            .filter(
                id ->
                    tenants
                        .stage(tenant, id)
                        .filter(found -> found.projectId() == projectId)
                        .isPresent())
            .orElseThrow(() -> Refusal.notFound("There is no stage '" + stage + "'."));
    return new Place(tenant, projectId, stageId);
  }
}
