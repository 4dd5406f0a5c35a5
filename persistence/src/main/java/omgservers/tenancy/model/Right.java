package omgservers.tenancy.model;

/** A single thing that a developer can be allowed to do. */
public enum Right {
  /** On a tenant: create and delete projects. */
  PROJECT_MANAGER,
  /** On a tenant: see it. */
  TENANT_VIEWER,
  /** On a project: create and delete stages. */
  STAGE_MANAGER,
  /** On a project: create and delete versions and images. */
  VERSION_MANAGER,
  /** On a project: see it. */
  PROJECT_VIEWER,
  /** On a stage: create and delete deployments. */
  DEPLOYMENT_MANAGER,
  /** On a stage: see it. */
  STAGE_VIEWER;

  /** This right on that entity. */
  public Grant on(long entity) {
    return new Grant(this, entity);
  }

  /** A right on a tenant, a project or a stage. */
  public record Grant(Right right, long entityId) {}
}
