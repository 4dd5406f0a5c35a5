package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Permission;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;

/** Tenants, projects and stages with all that lies directly below them, each in one look. */
@ApplicationScoped
@Transactional
public class Overviews {
  private final Tenants tenants;
  private final Tenancy tenancy;
  private final Authorization authorization;

  /** Overviews of these tenants. */
  @Inject
  public Overviews(Tenants tenants, Tenancy tenancy, Authorization authorization) {
    this.tenants = tenants;
    this.tenancy = tenancy;
    this.authorization = authorization;
  }

  protected Overviews() {
    this(null, null, null);
  }

  /** A permission on what the overview is about. */
  public record PermissionFact(long id, Instant created, long userId, Right right) {
    static PermissionFact of(Permission permission) {
      return new PermissionFact(
          permission.id(), permission.created(), permission.userId(), permission.permission());
    }
  }

  /** A project, or a stage, with its names. */
  public record NamedFact(long id, Instant created, List<Alias> aliases) {}

  /** A tenant, whose names are in the directory, with its projects. */
  public record TenantOverview(
      Instant created, List<PermissionFact> permissions, List<NamedFact> projects) {}

  /** A project with its stages. */
  public record ProjectOverview(
      Tenancy.Place place,
      NamedFact project,
      List<PermissionFact> permissions,
      List<NamedFact> stages) {}

  /** A stage. */
  public record StageOverview(
      Tenancy.Place place, NamedFact stage, List<PermissionFact> permissions) {}

  /** The tenant with its projects. */
  public TenantOverview tenant(Caller caller, long id) {
    authorization.toRead(caller, id, Right.TENANT_VIEWER.on(id));
    Tenant tenant = tenants.tenant(id).orElseThrow(Directory::noTenant);
    List<Project> projects = tenants.projects(id);
    Map<Long, List<Alias>> aliases = aliases(id, projects.stream().map(Project::id).toList());
    return new TenantOverview(
        tenant.created(),
        permissions(id),
        projects.stream()
            .map(it -> new NamedFact(it.id(), it.created(), named(aliases, it.id())))
            .toList());
  }

  private Map<Long, List<Alias>> aliases(long tenant, List<Long> ids) {
    return tenants.aliasesOfAll(tenant, ids).stream()
        .collect(Collectors.groupingBy(Alias::entityId));
  }

  private static List<Alias> named(Map<Long, List<Alias>> aliases, long id) {
    return aliases.getOrDefault(id, List.of());
  }

  private List<PermissionFact> permissions(long entity) {
    return tenants.permissions(entity).stream().map(PermissionFact::of).toList();
  }

  /** The project with its stages. */
  public ProjectOverview project(Caller caller, long tenant, String name) {
    Tenancy.Place place = tenancy.visible(caller, tenant, name, null);
    long id = place.projectId();
    authorization.toRead(caller, tenant, Right.PROJECT_VIEWER.on(id));
    Project project = tenants.project(tenant, id).orElseThrow();
    List<Stage> stages = tenants.stages(id);
    Map<Long, List<Alias>> aliases = aliases(tenant, stages.stream().map(Stage::id).toList());
    return new ProjectOverview(
        place,
        new NamedFact(id, project.created(), tenants.names(id)),
        permissions(id),
        stages.stream()
            .map(it -> new NamedFact(it.id(), it.created(), named(aliases, it.id())))
            .toList());
  }

  /** The stage. */
  public StageOverview stage(Caller caller, long tenant, String project, String name) {
    Tenancy.Place place = tenancy.visible(caller, tenant, project, name);
    long id = place.stageId();
    authorization.toRead(
        caller, tenant, Right.PROJECT_VIEWER.on(place.projectId()), Right.STAGE_VIEWER.on(id));
    Stage stage = tenants.stage(tenant, id).orElseThrow();
    return new StageOverview(
        place, new NamedFact(id, stage.created(), tenants.names(id)), permissions(id));
  }
}
