package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Slice;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Removable;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;

/** Tenants, projects and stages to look at. */
@ApplicationScoped
@Transactional
public class Estates {
  private final Tenants tenants;
  private final Tenancy tenancy;
  private final Authorization authorization;

  /** Views of these tenants. */
  @Inject
  public Estates(Tenants tenants, Tenancy tenancy, Authorization authorization) {
    this.tenants = tenants;
    this.tenancy = tenancy;
    this.authorization = authorization;
  }

  protected Estates() {
    this(null, null, null);
  }

  /** A tenant as its row says; its names are in the directory. */
  public record TenantFact(long id, Life state, Instant created, Going going) {
    /** The row as it is. */
    public static TenantFact of(Tenant tenant) {
      return new TenantFact(
          tenant.id(), tenant.state(), tenant.created(), Going.of(tenant).orElse(null));
    }
  }

  /** Since when something is being deleted, and what that waits for. */
  public record Going(Instant since, String reason) {
    static Optional<Going> of(Removable going) {
      return going
          .removal()
          .since()
          .map(since -> new Going(since, going.removal().reason().orElse(null)));
    }
  }

  /** A project or, with a project's id, a stage. */
  public record EstateFact(
      long id,
      long tenantId,
      Long projectId,
      List<String> aliases,
      Life state,
      Instant created,
      Going going) {
    /** The project with these names. */
    public static EstateFact of(Project project, List<String> names) {
      return new EstateFact(
          project.id(),
          project.tenantId(),
          null,
          names,
          project.state(),
          project.created(),
          Going.of(project).orElse(null));
    }

    /** The stage with these names. */
    public static EstateFact of(Stage stage, List<String> names) {
      return new EstateFact(
          stage.id(),
          stage.tenantId(),
          stage.projectId(),
          names,
          stage.state(),
          stage.created(),
          Going.of(stage).orElse(null));
    }
  }

  /** The tenant. */
  public TenantFact tenant(Caller caller, long tenant) {
    authorization.toRead(caller, tenant, Right.TENANT_VIEWER.on(tenant));
    return tenants.tenant(tenant).map(TenantFact::of).orElseThrow(Directory::noTenant);
  }

  /**
   * The tenant as whoever has just changed it is told: who may change something is told the
   * outcome, without a permission to read.
   */
  public TenantFact changedTenant(long tenant) {
    return tenants.tenant(tenant).map(TenantFact::of).orElseThrow(Directory::noTenant);
  }

  /** The tenant if it is one that the caller may know of. */
  public Optional<TenantFact> findTenant(Caller caller, long tenant) {
    Authorization.requireScope(caller, Scope.READ);
    return authorization.knows(caller, tenant)
        ? tenants.tenant(tenant).map(TenantFact::of)
        : Optional.empty();
  }

  /** Tenants of the shard that the caller may know of. */
  public List<TenantFact> tenants(Caller caller, int shard, Life state, Slice slice) {
    Authorization.requireScope(caller, Scope.READ);
    Long user = caller.role() == Role.DEVELOPER ? caller.userId() : null;
    Long only = caller.limits().tenantId();
    return tenants.list(shard, state, user, only, slice).stream().map(TenantFact::of).toList();
  }

  /** The project of the tenant, given by id or name. */
  public EstateFact project(Caller caller, long tenant, String name) {
    authorization.requireTenant(caller, tenant);
    long id = tenancy.project(tenant, name);
    authorization.toRead(
        caller, tenant, Right.PROJECT_VIEWER.on(id), Right.TENANT_VIEWER.on(tenant));
    return changedProject(tenant, id);
  }

  /** The project as whoever has just changed it is told. */
  public EstateFact changedProject(long tenant, long id) {
    return EstateFact.of(
        tenants.project(tenant, id).orElseThrow(),
        tenants.namesOfAll(tenant, List.of(id)).getOrDefault(id, List.of()));
  }

  /** Projects of the tenant. */
  public List<EstateFact> projects(Caller caller, long tenant, Life state, Slice slice) {
    authorization.toRead(caller, tenant, Right.TENANT_VIEWER.on(tenant));
    List<Project> projects = tenants.listProjects(tenant, state, slice);
    Map<Long, List<String>> names =
        tenants.namesOfAll(tenant, projects.stream().map(Project::id).toList());
    return projects.stream()
        .map(it -> EstateFact.of(it, names.getOrDefault(it.id(), List.of())))
        .toList();
  }

  /** The stage of the project, both given by id or name. */
  public EstateFact stage(Caller caller, long tenant, String project, String stage) {
    Tenancy.Place place = tenancy.visible(caller, tenant, project, stage);
    authorization.toRead(
        caller,
        tenant,
        Right.STAGE_VIEWER.on(place.stageId()),
        Right.PROJECT_VIEWER.on(place.projectId()));
    return changedStage(tenant, place.stageId());
  }

  /** The stage as whoever has just changed it is told. */
  public EstateFact changedStage(long tenant, long id) {
    return EstateFact.of(
        tenants.stage(tenant, id).orElseThrow(),
        tenants.namesOfAll(tenant, List.of(id)).getOrDefault(id, List.of()));
  }

  /** Stages of the project. */
  public List<EstateFact> stages(Caller caller, Tenancy.Place project, Life state, Slice slice) {
    long tenant = project.tenantId();
    authorization.toRead(caller, tenant, Right.PROJECT_VIEWER.on(project.projectId()));
    List<Stage> stages = tenants.listStages(project.projectId(), state, slice);
    Map<Long, List<String>> names =
        tenants.namesOfAll(tenant, stages.stream().map(Stage::id).toList());
    return stages.stream()
        .map(it -> EstateFact.of(it, names.getOrDefault(it.id(), List.of())))
        .toList();
  }
}
