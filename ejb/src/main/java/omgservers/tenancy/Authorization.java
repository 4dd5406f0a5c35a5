package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.stream.Collectors;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.model.Tenants;

/**
 * Who may do what: the first line of every use case. A tenant in which a developer has no
 * permission at all does not exist for them; where they have some, a missing one is named.
 */
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

  /** The caller may read what one of the rights opens. */
  public void toRead(Caller caller, long tenant, Right.Grant... anyOf) {
    require(caller, Scope.READ, tenant, anyOf);
  }

  /** The caller may change what one of the rights opens. */
  public void toWrite(Caller caller, Scope scope, long tenant, Right.Grant... anyOf) {
    require(caller, scope, tenant, anyOf);
  }

  private void require(Caller caller, Scope scope, long tenant, Right.Grant... anyOf) {
    requireTenant(caller, tenant);
    requireScope(caller, scope);
    if (!caller.isStaff() && !hasAny(caller, anyOf)) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "This needs the permission " + names(anyOf) + ".");
    }
  }

  /** The tenant exists for the caller: it is staff, or a developer with any permission in it. */
  public void requireTenant(Caller caller, long tenant) {
    if (!knows(caller, tenant)) {
      throw Directory.noTenant();
    }
  }

  /** Whether the tenant exists for the caller. */
  public boolean knows(Caller caller, long tenant) {
    Long only = caller.limits().tenantId();
    boolean open =
        switch (caller.role()) {
          case ADMIN, SUPPORT -> true;
          case DEVELOPER -> tenants.knows(tenant, caller.userId());
          case PLAYER -> false;
        };
    return open && (only == null || only == tenant);
  }

  private boolean hasAny(Caller caller, Right.Grant... anyOf) {
    return Arrays.stream(anyOf)
        .anyMatch(
            grant ->
                tenants.permission(grant.entityId(), caller.userId(), grant.right()).isPresent());
  }

  private static String names(Right.Grant... anyOf) {
    return Arrays.stream(anyOf)
        .map(grant -> grant.right().name())
        .collect(Collectors.joining(" or "));
  }

  /** The caller is support or admin, and reads. */
  public void staffToRead(Caller caller) {
    requireStaff(caller, Scope.READ);
  }

  /** The caller is support or admin, and changes something. */
  public void staffToWrite(Caller caller, Scope scope) {
    requireStaff(caller, scope);
  }

  private static void requireStaff(Caller caller, Scope scope) {
    if (!caller.isStaff()) {
      throw Refusal.forbidden(Qualifier.PERMISSION_NOT_FOUND, "This needs the role support.");
    }
    requireWholeInstallation(caller);
    requireScope(caller, scope);
  }

  /** The caller is admin, and reads or changes something. */
  public void admin(Caller caller, Scope scope) {
    if (caller.role() != Role.ADMIN) {
      throw Refusal.forbidden(Qualifier.PERMISSION_NOT_FOUND, "This needs the role admin.");
    }
    requireWholeInstallation(caller);
    requireScope(caller, scope);
  }

  /** A key for one tenant opens nothing beside it. */
  private static void requireWholeInstallation(Caller caller) {
    if (caller.limits().tenantId() != null) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "The API key is for a single tenant only.");
    }
  }

  /** The API key in use, if any, has the scope. */
  public static void requireScope(Caller caller, Scope scope) {
    if (!caller.limits().scopes().contains(scope)) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "The API key lacks the scope " + scope + ".");
    }
  }

  /** The caller signed in with a password: a key may not make or change what opens doors. */
  public static void requireNoKey(Caller caller) {
    if (caller.limits().keyId() != null) {
      throw Refusal.forbidden(
          Qualifier.PERMISSION_NOT_FOUND, "This needs the account's password, not an API key.");
    }
  }
}
