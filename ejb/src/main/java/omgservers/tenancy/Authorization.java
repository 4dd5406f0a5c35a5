package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Tenants;

/** Who may do what: the first line of every use case. */
@ApplicationScoped
public class Authorization {
  private final Tenants tenants;

  /** Authorization by the permissions of these tenants. */
  @Inject
  public Authorization(Tenants tenants) {
    this.tenants = tenants;
  }

  protected Authorization() {
    this(null);
  }

  /** The caller has the role, or is refused. */
  public void require(Caller caller, Role role) {
    if (caller.role() != role) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "This needs the role " + role.group() + ".");
    }
  }

  /** The caller is support or admin, or a developer with the right on the entity. */
  public void require(Caller caller, Right right, long entity) {
    if (!may(caller, right, entity)) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "This needs the permission " + right + ".");
    }
  }

  /** Whether the caller is support or admin, or a developer with the right on the entity. */
  public boolean may(Caller caller, Right right, long entity) {
    return switch (caller.role()) {
      case ADMIN, SUPPORT -> true;
      case DEVELOPER -> tenants.permission(entity, caller.userId(), right).isPresent();
      case PLAYER -> false;
    };
  }
}
