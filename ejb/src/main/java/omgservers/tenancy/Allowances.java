package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/**
 * Whether somebody may change something, for doors that show only what can be done. It opens
 * nothing: use cases decide again.
 */
@ApplicationScoped
@Transactional
public class Allowances {
  private final Authorization authorization;

  /** What this authorization would let pass. */
  @Inject
  public Allowances(Authorization authorization) {
    this.authorization = authorization;
  }

  protected Allowances() {
    this(null);
  }

  /** Whether the caller may change what the right opens. */
  public boolean mayChange(Caller caller, Scope scope, long tenant, Right.Grant grant) {
    try {
      authorization.toWrite(caller, scope, tenant, grant);
      return true;
    } catch (Refusal refusal) {
      return false;
    }
  }
}
