package omgservers.tenancy;

import java.util.Set;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/**
 * Who asks for a use case: the account with its role, limited by the API key in use if there is
 * one, and where the request came from.
 */
public record Caller(long userId, Role role, Limits limits, Origin origin) {
  /** The caller without a key, from nowhere in particular: the platform's own work. */
  public Caller(long userId, Role role) {
    this(userId, role, Limits.NONE, Origin.INSIDE);
  }

  /** What the API key in use allows: its scopes, and the only tenant if it is for one. */
  public record Limits(Long keyId, Set<Scope> scopes, Long tenantId) {
    /** No key: everything that the account may do. */
    public static final Limits NONE = new Limits(null, Scope.ALL, null);
  }

  /** Where a request came from: the address, and an id by which the log knows it. */
  public record Origin(String address, String request) {
    /** Not from outside. */
    public static final Origin INSIDE = new Origin(null, null);
  }

  /** The caller as the audit keeps it. */
  public AuditRecord.Actor actor() {
    return new AuditRecord.Actor(userId, role.name(), limits.keyId, origin.address, origin.request);
  }

  /** The caller for people who read why something happened: role and id. */
  public String name() {
    return role.group() + " " + userId;
  }

  boolean isStaff() {
    return role == Role.SUPPORT || role == Role.ADMIN;
  }
}
