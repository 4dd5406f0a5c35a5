package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** Admits callers to stages. */
@ApplicationScoped
@Transactional
public class Admissions {
  private final Tenancy tenancy;
  private final Authorization authorization;

  /** Admissions by this authorization. */
  @Inject
  public Admissions(Tenancy tenancy, Authorization authorization) {
    this.tenancy = tenancy;
    this.authorization = authorization;
  }

  protected Admissions() {
    this(null, null);
  }

  /** A stage by the ids or names of its project and itself. */
  public record Stage(long tenantId, String project, String stage) {}

  /** To see the stage and what runs on it. */
  public Admission toSee(Caller caller, Stage stage) {
    Tenancy.Place place = find(caller, stage);
    authorization.toRead(
        caller,
        place.tenantId(),
        Right.STAGE_VIEWER.on(place.stageId()),
        Right.DEPLOYMENT_MANAGER.on(place.stageId()));
    return new Admission(caller, place, Scope.READ);
  }

  /** To see what only those may who manage the stage. */
  public Admission toInspect(Caller caller, Stage stage) {
    Tenancy.Place place = find(caller, stage);
    authorization.toRead(caller, place.tenantId(), Right.DEPLOYMENT_MANAGER.on(place.stageId()));
    return new Admission(caller, place, Scope.READ);
  }

  /** To change what runs on the stage, or its players, as the scope says. */
  public Admission toManage(Caller caller, Scope scope, Stage stage) {
    Tenancy.Place place = find(caller, stage);
    authorization.toWrite(
        caller, scope, place.tenantId(), Right.DEPLOYMENT_MANAGER.on(place.stageId()));
    return new Admission(caller, place, scope);
  }

  private Tenancy.Place find(Caller caller, Stage stage) {
    return tenancy.visible(caller, stage.tenantId, stage.project, stage.stage);
  }
}
