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
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.rest.PermissionsDoor.PermissionView;
import omgservers.tenancy.rest.PermissionsDoor.Rights;

/** What developers may do with a project. */
@Path("tenants/{tenant}/projects/{project}/permissions")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ProjectPermissionsResource {
  private final PermissionsDoor door;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Callers callers;

  /** A door to the permissions of a project. */
  @Inject
  public ProjectPermissionsResource(
      PermissionsDoor door, Tenancy tenancy, Directory directory, Callers callers) {
    this.door = door;
    this.tenancy = tenancy;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public ProjectPermissionsResource() {
    this(null, null, null, null);
  }

  /** Who has rights on the project. */
  @GET
  public Paging.Page<PermissionView> list(
      @PathParam("tenant") String tenant, @PathParam("project") String project) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return door.list(
        caller,
        Ground.project(place.tenantId(), place.projectId()),
        Right.PROJECT_VIEWER.on(place.projectId()),
        Right.PROJECT_MANAGER.on(place.tenantId()));
  }

  /** The developer has exactly these rights on the project from now on. */
  @PUT
  @Path("{account}")
  public PermissionView set(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("account") String account,
      @NotNull @Valid Rights rights) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return door.set(caller, Ground.project(place.tenantId(), place.projectId()), account, rights);
  }
}
