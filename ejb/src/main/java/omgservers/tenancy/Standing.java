package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenants;

/**
 * Whether something may be built on a tenant, a project or a stage: it and all above it are there
 * and not being deleted. What is held stays so until the transaction ends: a deletion that begins
 * meanwhile waits, and then sees what was built.
 */
@ApplicationScoped
public class Standing {
  private final Tenants tenants;

  /** Standing of these tenants. */
  @Inject
  public Standing(Tenants tenants) {
    this.tenants = tenants;
  }

  protected Standing() {
    this(null);
  }

  /** Fails unless something may be built on the tenant. */
  public void hold(long tenant) {
    require("tenant", tenant, tenants.holdTenant(tenant));
  }

  /** Fails unless something may be built on the project. */
  public void holdProject(long tenant, long project) {
    hold(tenant);
    require("project", project, tenants.holdProject(project));
  }

  /** Fails unless something may be built on the stage. */
  public void holdStage(Tenancy.Place place) {
    holdProject(place.tenantId(), place.projectId());
    require("stage", place.stageId(), tenants.holdStage(place.stageId()));
  }

  /** Fails unless something may be built on the stage; nobody else builds on it meanwhile. */
  public void lockStage(Tenancy.Place place) {
    holdProject(place.tenantId(), place.projectId());
    require(
        "stage",
        place.stageId(),
        tenants.lockStage(place.tenantId(), place.stageId()).map(Stage::state));
  }

  private static void require(String kind, long id, Optional<Life> state) {
    if (state.isEmpty()) {
      throw kind.equals("tenant")
          ? Directory.noTenant()
          : Refusal.notFound("There is no %s %d.".formatted(kind, id));
    }
    if (state.get() != Life.ACTIVE) {
      throw Refusal.conflict(
          Qualifier.PARENT_NOT_FOUND, "The %s %d is being deleted.".formatted(kind, id));
    }
  }

  /** Whether the stage and all above it is there and not being deleted, at the moment. */
  public boolean isOpen(Tenancy.Place place) {
    return isOpenProject(place)
        && tenants
            .stage(place.tenantId(), place.stageId())
            .map(Stage::state)
            .filter(Life.ACTIVE::equals)
            .isPresent();
  }

  /** Whether the project and its tenant are there and not being deleted, at the moment. */
  public boolean isOpenProject(Tenancy.Place place) {
    long tenant = place.tenantId();
    return tenants.tenant(tenant).filter(it -> it.state() == Life.ACTIVE).isPresent()
        && tenants
            .project(tenant, place.projectId())
            .map(Project::state)
            .filter(Life.ACTIVE::equals)
            .isPresent();
  }
}
