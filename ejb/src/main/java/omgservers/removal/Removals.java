package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.Collectors;
import omgservers.deployment.model.Deployments;
import omgservers.registry.Catalog;
import omgservers.registry.model.Version;
import omgservers.registry.model.Versions;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Removable;
import omgservers.tenancy.model.Removal;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;

/** Begins the deletion of tenants, projects, stages and versions; beginning twice is once. */
@ApplicationScoped
@Transactional
public class Removals {
  /** A refusal names no more stages than this. */
  static final int STAGES_NAMED_MAX = 20;

  private final Tenants tenants;
  private final Versions versions;
  private final Deployments deployments;
  private final Authorization authorization;

  private final RemovalSteps steps;

  /** Deletion of these. */
  @Inject
  public Removals(
      Tenants tenants,
      Versions versions,
      Deployments deployments,
      Authorization authorization,
      RemovalSteps steps) {
    this.tenants = tenants;
    this.versions = versions;
    this.deployments = deployments;
    this.authorization = authorization;
    this.steps = steps;
  }

  protected Removals() {
    this(null, null, null, null, null);
  }

  /** What goes, and whether its deletion began only now. */
  public record Begun<T>(boolean now, T fact) {}

  /** The tenant is to go, with everything. */
  public Begun<Estates.TenantFact> tenant(Caller caller, long id) {
    authorization.requireTenant(caller, id);
    authorization.staffToWrite(caller, Scope.TENANCY);
    Tenant tenant = tenants.lockTenant(id).orElseThrow(() -> none("tenant", id));
    boolean now = begin(caller, Kind.TENANT, tenant);
    return new Begun<>(now, Estates.TenantFact.of(tenant));
  }

  /** The project of the tenant is to go, with its stages and versions. */
  public Begun<Estates.EstateFact> project(Caller caller, Tenancy.Place place) {
    long tenant = place.tenantId();
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.PROJECT_MANAGER.on(tenant));
    long id = place.projectId();
    Project project = tenants.lockProject(tenant, id).orElseThrow(() -> none("project", id));
    boolean now = begin(caller, Kind.PROJECT, project);
    return new Begun<>(now, Estates.EstateFact.of(project, names(tenant, id)));
  }

  /** The stage of the project is to go, with all that runs and plays there. */
  public Begun<Estates.EstateFact> stage(Caller caller, Tenancy.Place place) {
    long tenant = place.tenantId();
    authorization.toWrite(caller, Scope.TENANCY, tenant, Right.STAGE_MANAGER.on(place.projectId()));
    long id = place.stageId();
    Stage stage = tenants.lockStage(tenant, id).orElseThrow(() -> none("stage", id));
    boolean now = begin(caller, Kind.STAGE, stage);
    return new Begun<>(now, Estates.EstateFact.of(stage, names(tenant, id)));
  }

  /**
   * The version of the project is to go, with its images; refused while a deployment of it is not
   * closed. Closed ones keep its id: what was played does not change.
   */
  public Begun<Catalog.VersionFact> version(Caller caller, Tenancy.Place project, long id) {
    long tenant = project.tenantId();
    authorization.toWrite(
        caller, Scope.VERSIONS, tenant, Right.VERSION_MANAGER.on(project.projectId()));
    return version(
        caller,
        versions
            .lock(tenant, id)
            .filter(version -> version.projectId() == project.projectId())
            .orElseThrow(() -> none("version", id)));
  }

  /** The version of whatever project of the tenant is to go. */
  public Begun<Catalog.VersionFact> version(Caller caller, long tenant, long id) {
    authorization.requireTenant(caller, tenant);
    long project =
        versions.find(tenant, id).map(Version::projectId).orElseThrow(() -> none("version", id));
    return version(caller, new Tenancy.Place(tenant, project, 0), id);
  }

  private Begun<Catalog.VersionFact> version(Caller caller, Version version) {
    List<Deployments.Place> places = deployments.places(version.tenantId(), List.of(version.id()));
    if (!places.isEmpty()) {
      String named =
          places.stream()
              .limit(STAGES_NAMED_MAX)
              .map(place -> Long.toString(place.stage()))
              .collect(Collectors.joining(", "));
      throw Refusal.conflict(
          Qualifier.WRONG_VERSION_STATE,
          "The version %d is deployed on the stages %s.".formatted(version.id(), named));
    }
    boolean now = begin(caller, Kind.VERSION, version);
    return new Begun<>(now, Catalog.VersionFact.of(version, versions.images(version.id())));
  }

  private boolean begin(Caller caller, Kind kind, Removable row) {
    return steps.begin(
        kind, row, caller.actor(), new Removal.Beginner(caller.userId(), caller.role()));
  }

  private List<String> names(long tenant, long id) {
    return tenants.namesOfAll(tenant, List.of(id)).getOrDefault(id, List.of());
  }

  private static Refusal none(String kind, long id) {
    return Refusal.notFound("There is no %s %d.".formatted(kind, id));
  }
}
