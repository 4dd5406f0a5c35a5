package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Permission;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;

/** Tenants, projects and stages: who creates and names them, and how they are found. */
@ApplicationScoped
@Transactional
public class Tenancy {
  private final Tenants tenants;
  private final Authorization authorization;
  private final Standing standing;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  /** Administration of these tenants. */
  @Inject
  public Tenancy(
      Tenants tenants,
      Authorization authorization,
      Standing standing,
      Audit audit,
      Ids ids,
      Time time) {
    this.tenants = tenants;
    this.authorization = authorization;
    this.standing = standing;
    this.audit = audit;
    this.ids = ids;
    this.time = time;
  }

  protected Tenancy() {
    this(null, null, null, null, null, null);
  }

  /** A project with its first stage. */
  public record NewProject(long projectId, long stageId) {}

  /** A project or stage of a tenant, by ids. */
  public record Place(long tenantId, long projectId, long stageId) {}

  /** A new tenant. */
  public long createTenant(Caller caller) {
    authorization.staffToWrite(caller, Scope.TENANCY);
    long id = ids.anywhere();
    tenants.add(id, new Tenant(id, time.now()));
    record(caller, "tenant.create", id, id);
    return id;
  }

  private void record(Caller caller, String operation, long tenant, long id) {
    audit.record(caller.actor(), operation, Audit.Subject.of(tenant, id), null, null);
  }

  /** Fails unless the caller may name the tenant, and it exists. */
  public void requireNameable(Caller caller, long tenant) {
    authorization.requireTenant(caller, tenant);
    authorization.staffToWrite(caller, Scope.TENANCY);
    standing.hold(tenant);
  }

  /**
   * Fails when the project, the stage if the place has one, or what they lie in is being deleted;
   * none can be until the present transaction ends, and nobody else deploys on the stage.
   */
  public void requireActive(Place place) {
    if (place.stageId == 0) {
      standing.holdProject(place.tenantId, place.projectId);
    } else {
      standing.lockStage(place);
    }
  }

  /** By what the project can be called: its id and its names. */
  public List<String> callings(Place place) {
    Stream<String> names = tenants.names(place.projectId).stream().map(Alias::value);
    return Stream.concat(Stream.of(Long.toString(place.projectId)), names).toList();
  }

  /** A new project with a stage, and names for both unless they are null. */
  public NewProject createProject(
      Caller caller, long tenant, String projectName, String stageName) {
    NewProject made = createProject(caller, tenant);
    if (projectName != null) {
      name(caller, new Place(tenant, tenant, made.projectId), projectName, "project.name");
    }
    if (stageName != null) {
      name(caller, new Place(tenant, made.projectId, made.stageId), stageName, "stage.name");
    }
    return made;
  }

  /** A new project with a stage; a developer gets the permissions to work with both. */
  public NewProject createProject(Caller caller, long tenant) {
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.PROJECT_MANAGER.on(tenant));
    standing.hold(tenant);
    if (tenants.projects(tenant).size() >= Tenants.PROJECTS_MAX) {
      throw limit("A tenant has at most " + Tenants.PROJECTS_MAX + " projects.");
    }
    long project = ids.beside(tenant);
    tenants.add(project, new Project(project, tenant, time.now()));
    record(caller, "project.create", tenant, project);
    long stage = addStage(caller, tenant, project);
    if (caller.role() == Role.DEVELOPER) {
      Set.of(Right.STAGE_MANAGER, Right.VERSION_MANAGER, Right.PROJECT_VIEWER)
          .forEach(right -> permit(tenant, project, caller.userId(), right));
      permitStage(caller, tenant, stage);
    }
    return new NewProject(project, stage);
  }

  /** A new stage of the project, and a name for it unless that is null. */
  public long createStage(Caller caller, long tenant, String projectName, String stageName) {
    long stage = createStage(caller, tenant, projectName);
    if (stageName != null) {
      Place place = new Place(tenant, project(tenant, projectName), stage);
      name(caller, place, stageName, "stage.name");
    }
    return stage;
  }

  /** A new stage of the project; a developer gets the permissions to work with it. */
  public long createStage(Caller caller, long tenant, String projectName) {
    authorization.requireTenant(caller, tenant);
    long project = project(tenant, projectName);
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.STAGE_MANAGER.on(project));
    standing.holdProject(tenant, project);
    if (tenants.stages(project).size() >= Tenants.STAGES_MAX) {
      throw limit("A project has at most " + Tenants.STAGES_MAX + " stages.");
    }
    long stage = addStage(caller, tenant, project);
    if (caller.role() == Role.DEVELOPER) {
      permitStage(caller, tenant, stage);
    }
    return stage;
  }

  private static Refusal limit(String detail) {
    return Refusal.conflict(Qualifier.LIMIT_REACHED, detail);
  }

  private long addStage(Caller caller, long tenant, long project) {
    long stage = ids.beside(tenant);
    tenants.add(stage, new Stage(stage, tenant, project, time.now()));
    record(caller, "stage.create", tenant, stage);
    return stage;
  }

  private void permitStage(Caller caller, long tenant, long stage) {
    Set.of(Right.DEPLOYMENT_MANAGER, Right.STAGE_VIEWER)
        .forEach(right -> permit(tenant, stage, caller.userId(), right));
  }

  private void permit(long tenant, long entity, long user, Right right) {
    long id = ids.beside(tenant);
    tenants.add(id, new Permission(id, tenant, entity, user, right, time.now()));
  }

  /** Names the project, uniquely in its tenant; false when this was its name already. */
  public boolean nameProject(Caller caller, long tenant, long project, String name) {
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.PROJECT_MANAGER.on(tenant));
    if (tenants.project(tenant, project).isEmpty()) {
      throw Refusal.notFound("The tenant has no project " + project + ".");
    }
    standing.holdProject(tenant, project);
    return name(caller, new Place(tenant, tenant, project), name, "project.name");
  }

  /** Names the stage, uniquely in its project; false when this was its name already. */
  public boolean nameStage(Caller caller, long tenant, long stage, String name) {
    Stage found = stageToChange(caller, tenant, stage);
    standing.holdStage(new Place(tenant, found.projectId(), stage));
    return name(caller, new Place(tenant, found.projectId(), stage), name, "stage.name");
  }

  private Stage stageToChange(Caller caller, long tenant, long stage) {
    authorization.requireTenant(caller, tenant);
    Stage found =
        tenants
            .stage(tenant, stage)
            .orElseThrow(() -> Refusal.notFound("The tenant has no stage " + stage + "."));
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.STAGE_MANAGER.on(found.projectId()));
    return found;
  }

  /** The scope of the name is the place's project: a tenant for a project's name. */
  private boolean name(Caller caller, Place place, String name, String operation) {
    References.requireName(name);
    long id = place.stageId;
    if (tenants.named(place.projectId, name).filter(held -> held == id).isPresent()) {
      return false;
    }
    if (!tenants.name(place.tenantId, place.projectId, new Alias(id, name, time.now()))) {
      throw Directory.nameTaken(name);
    }
    audit.record(
        caller.actor(),
        operation,
        Audit.Subject.of(place.tenantId, id),
        null,
        Map.of("alias", name));
    return true;
  }

  /** The name stands for the project no more. */
  public void unnameProject(Caller caller, Place place, String name) {
    authorization.toWrite(
        caller, Scope.TENANCY, place.tenantId, Right.PROJECT_MANAGER.on(place.tenantId));
    unname(caller, new Place(place.tenantId, place.tenantId, place.projectId), name, "project");
  }

  /** The name stands for the stage no more. */
  public void unnameStage(Caller caller, Place place, String name) {
    Stage found = stageToChange(caller, place.tenantId, place.stageId);
    unname(caller, new Place(place.tenantId, found.projectId(), place.stageId), name, "stage");
  }

  private void unname(Caller caller, Place place, String name, String kind) {
    if (!tenants.free(place.projectId, name, place.stageId)) {
      throw Refusal.notFound("The %s has no alias '%s'.".formatted(kind, name));
    }
    audit.record(
        caller.actor(),
        kind + ".unname",
        Audit.Subject.of(place.tenantId, place.stageId),
        Map.of("alias", name),
        null);
  }

  /** The project that is given by id or name. */
  public long project(long tenant, String idOrName) {
    return References.id(idOrName)
        .or(() -> tenants.named(tenant, idOrName))
        .filter(id -> tenants.project(tenant, id).isPresent())
        .orElseThrow(() -> Refusal.notFound("There is no project '" + idOrName + "'."));
  }

  /** The project or stage for this caller; a foreign tenant's does not exist. */
  public Place visible(Caller caller, long tenant, String project, String stage) {
    authorization.requireTenant(caller, tenant);
    return stage == null
        ? new Place(tenant, project(tenant, project), 0)
        : place(tenant, project, stage);
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
