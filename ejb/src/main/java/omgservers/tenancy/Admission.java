package omgservers.tenancy;

import omgservers.shared.audit.Audit;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Scope;

/**
 * What a caller was found to be allowed on a stage. Permissions lie with their tenant; use cases
 * whose rows lie on other databases are shown this. Only {@link Admissions} gives it.
 */
public final class Admission {
  private final Caller caller;
  private final Tenancy.Place place;
  private final Scope scope;

  Admission(Caller caller, Tenancy.Place place, Scope scope) {
    this.caller = caller;
    this.place = place;
    this.scope = scope;
  }

  /** Who was admitted. */
  public Caller caller() {
    return caller;
  }

  /** The stage, with its project and tenant. */
  public Tenancy.Place place() {
    return place;
  }

  /** The stage. */
  public long stageId() {
    return place.stageId();
  }

  /** Fails unless this admits to what the scope covers; whoever is admitted may read. */
  public void require(Scope wanted) {
    if (wanted != Scope.READ && scope != wanted) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "The caller was admitted for " + scope + " only.");
    }
  }

  /** Something of the stage's tenant, for the audit. */
  public Audit.Subject subject(long entity) {
    return Audit.Subject.of(place.tenantId(), entity);
  }
}
