package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Permissions.Ground;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.rest.PermissionsDoor.PermissionView;
import omgservers.tenancy.rest.PermissionsDoor.Rights;

/** What developers may do with a tenant. */
@Path("tenants/{tenant}/permissions")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TenantPermissionsResource {
  private final PermissionsDoor door;
  private final Directory directory;
  private final Callers callers;

  /** A door to the permissions of a tenant. */
  @Inject
  public TenantPermissionsResource(PermissionsDoor door, Directory directory, Callers callers) {
    this.door = door;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public TenantPermissionsResource() {
    this(null, null, null);
  }

  /** Who has rights on the tenant. */
  @GET
  public Paging.Page<PermissionView> list(@PathParam("tenant") String tenant) {
    Caller caller = callers.staff();
    long tenantId = directory.tenant(tenant);
    return door.list(caller, Ground.tenant(tenantId), Right.TENANT_VIEWER.on(tenantId));
  }

  /** The developer has exactly these rights on the tenant from now on. */
  @PUT
  @Path("{account}")
  public PermissionView set(
      @PathParam("tenant") String tenant,
      @PathParam("account") String account,
      @NotNull @Valid Rights rights) {
    Caller caller = callers.staff();
    long tenantId = directory.tenant(tenant);
    return door.set(caller, Ground.tenant(tenantId), account, rights);
  }
}
