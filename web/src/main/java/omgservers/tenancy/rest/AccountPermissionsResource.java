package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import omgservers.shared.paging.Slice;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.AccountAdministration;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.HeldPermissions;
import omgservers.tenancy.Permissions;
import omgservers.tenancy.model.Holdings.Holding;
import omgservers.tenancy.model.Right;

/** What accounts may do where. */
@Path("accounts/{account}/permissions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountPermissionsResource {
  private final AccountAdministration administration;
  private final HeldPermissions held;
  private final Directory directory;
  private final Shards shards;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public AccountPermissionsResource(
      AccountAdministration administration,
      HeldPermissions held,
      Directory directory,
      Shards shards,
      Callers callers) {
    this.administration = administration;
    this.held = held;
    this.directory = directory;
    this.shards = shards;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public AccountPermissionsResource() {
    this(null, null, null, null, null);
  }

  /** All rights on one tenant, project or stage. */
  public record HoldingView(Long tenantId, Long entityId, Permissions.Kind on, Set<Right> rights) {
    static HoldingView of(Holding holding) {
      Permissions.Kind on =
          Arrays.stream(Permissions.Kind.values())
              .filter(kind -> kind.rights().containsAll(holding.rights()))
              .findFirst()
              .orElseThrow();
      return new HoldingView(
          holding.tenantId(), holding.entityId(), on, new TreeSet<>(holding.rights()));
    }
  }

  /** What the account may do where. */
  @GET
  public Paging.Page<HoldingView> permissions(
      @PathParam("account") String account, @BeanParam Paging paging) {
    Caller caller = callers.staff();
    long id = administration.get(caller, directory.user(account)).id();
    Slice slice = paging.slice();
    List<Holding> found =
        slice.across(
            shards.count(), Holding::entityId, (shard, part) -> held.list(caller, shard, id, part));
    return paging.page(found, Holding::entityId, HoldingView::of);
  }
}
