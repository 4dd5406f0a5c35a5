package omgservers.tenancy.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Permissions;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;

/** What the doors to the permissions of tenants, projects and stages have in common. */
@ApplicationScoped
public class PermissionsDoor {
  private final Permissions permissions;
  private final Users users;
  private final Directory directory;

  /** A door to these permissions. */
  @Inject
  public PermissionsDoor(Permissions permissions, Users users, Directory directory) {
    this.permissions = permissions;
    this.users = users;
    this.directory = directory;
  }

  protected PermissionsDoor() {
    this(null, null, null);
  }

  /** The rights that a developer is to have. */
  public record Rights(@NotNull Set<@NotNull Right> rights) {}

  /** The rights that a developer has. */
  public record PermissionView(Long accountId, Set<Right> rights) {}

  /** Who has which rights; one page, since their number is limited. */
  public Paging.Page<PermissionView> list(
      Caller caller, Permissions.Ground ground, Right.Grant... readers) {
    List<PermissionView> items =
        permissions.list(caller, ground, readers).entrySet().stream()
            .map(holder -> new PermissionView(holder.getKey(), holder.getValue()))
            .toList();
    return new Paging.Page<>(items, null);
  }

  /** The developer has exactly these rights from now on. */
  public PermissionView set(Caller caller, Permissions.Ground ground, String account, Rights wish) {
    permissions.requireGiver(caller, ground);
    long user = directory.user(account);
    Set<Right> rights = new TreeSet<>(wish.rights);
    if (!rights.isEmpty()) {
      users.require(user, Role.DEVELOPER);
    }
    permissions.set(caller, ground, user, rights);
    return new PermissionView(user, rights);
  }
}
