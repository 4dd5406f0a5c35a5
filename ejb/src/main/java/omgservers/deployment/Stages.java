package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.registry.Versioning;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Standing;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** What a stage is to those who play and work on it. */
@ApplicationScoped
@Transactional
public class Stages {
  private final Deployments deployments;
  private final Versioning versions;
  private final Tenancy tenancy;
  private final Authorization authorization;
  private final Standing standing;

  /** Stages with these deployments. */
  @Inject
  public Stages(
      Deployments deployments,
      Versioning versions,
      Tenancy tenancy,
      Authorization authorization,
      Standing standing) {
    this.deployments = deployments;
    this.versions = versions;
    this.tenancy = tenancy;
    this.authorization = authorization;
    this.standing = standing;
  }

  protected Stages() {
    this(null, null, null, null, null);
  }

  /** Where a new client of a stage plays. */
  public record Ground(
      long tenantId,
      long stageId,
      long deploymentId,
      long matchmakerId,
      long versionId,
      Instant versionCreated) {}

  void requireManager(Caller caller, long tenant, long stage) {
    authorization.toWrite(caller, Scope.DEPLOYMENTS, tenant, Right.DEPLOYMENT_MANAGER.on(stage));
  }

  /** Whether stages of the tenant exist for the caller. */
  boolean areKnown(Caller caller, long tenant) {
    return authorization.knows(caller, tenant);
  }

  /** Where a new client of the stage plays: on the newest deployment that takes players. */
  public Ground ground(long tenant, String project, String stage) {
    Tenancy.Place place = tenancy.place(tenant, project, stage);
    if (!standing.isOpen(place)) {
      throw Refusal.conflict(
          Qualifier.DEPLOYMENT_NOT_FOUND, "The stage is being deleted: it takes no players.");
    }
    Deployment deployment =
        deployments.active(place.stageId()).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.conflict(
                        Qualifier.DEPLOYMENT_NOT_FOUND,
                        "The stage has no deployment that takes players."));
    return new Ground(
        tenant,
        place.stageId(),
        deployment.id(),
        deployment.matchmakerId(),
        deployment.versionId(),
        versions.version(tenant, deployment.versionId()).created());
  }
}
