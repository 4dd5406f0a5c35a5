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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Permissions;
import omgservers.tenancy.Permissions.Ground;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;

/** What developers may do: their exact rights on a tenant, a project or a stage. */
@Path("tenants/{tenant}")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PermissionsResource {
  private static final String PROJECT = "projects/{project}/permissions";
  private static final String STAGE = "projects/{project}/stages/{stage}/permissions";

  private final Permissions permissions;
  private final Tenancy tenancy;
  private final Users users;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public PermissionsResource(
      Permissions permissions, Tenancy tenancy, Users users, Directory directory, Callers callers) {
    this.permissions = permissions;
    this.tenancy = tenancy;
    this.users = users;
    this.directory = directory;
    this.callers = callers;
  }

  protected PermissionsResource() {
    this(null, null, null, null, null);
  }

  /** The rights that a developer is to have. */
  public record Rights(@NotNull Set<@NotNull Right> rights) {}

  /** The rights that a developer has. */
  public record PermissionView(Long accountId, Set<Right> rights) {}

  /** Who has rights on the tenant. */
  @GET
  @Path("permissions")
  public Paging.Page<PermissionView> onTenant(@PathParam("tenant") String tenant) {
    Caller caller = callers.staff();
    long id = directory.tenant(tenant);
    return page(permissions.list(caller, Ground.tenant(id), Right.TENANT_VIEWER.on(id)));
  }

  private static Paging.Page<PermissionView> page(Map<Long, Set<Right>> holders) {
    List<PermissionView> items =
        holders.entrySet().stream()
            .map(holder -> new PermissionView(holder.getKey(), holder.getValue()))
            .toList();
    return new Paging.Page<>(items, null);
  }

  /** The developer has exactly these rights on the tenant from now on. */
  @PUT
  @Path("permissions/{account}")
  public PermissionView setOnTenant(
      @PathParam("tenant") String tenant,
      @PathParam("account") String account,
      @NotNull @Valid Rights rights) {
    Caller caller = callers.staff();
    return set(caller, Ground.tenant(directory.tenant(tenant)), account, rights);
  }

  private PermissionView set(Caller caller, Ground ground, String account, Rights wish) {
    long user = directory.user(account);
    users.require(user, Role.DEVELOPER);
    Set<Right> rights = new TreeSet<>(wish.rights);
    permissions.set(caller, ground, user, rights);
    return new PermissionView(user, rights);
  }

  /** Who has rights on the project. */
  @GET
  @Path(PROJECT)
  public Paging.Page<PermissionView> onProject(
      @PathParam("tenant") String tenant, @PathParam("project") String project) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return page(
        permissions.list(
            caller,
            Ground.project(place.tenantId(), place.projectId()),
            Right.PROJECT_VIEWER.on(place.projectId()),
            Right.PROJECT_MANAGER.on(place.tenantId())));
  }

  /** The developer has exactly these rights on the project from now on. */
  @PUT
  @Path(PROJECT + "/{account}")
  public PermissionView setOnProject(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("account") String account,
      @NotNull @Valid Rights rights) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return set(caller, Ground.project(place.tenantId(), place.projectId()), account, rights);
  }

  /** Who has rights on the stage. */
  @GET
  @Path(STAGE)
  public Paging.Page<PermissionView> onStage(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, stage);
    return page(
        permissions.list(
            caller,
            Ground.stage(place),
            Right.STAGE_VIEWER.on(place.stageId()),
            Right.PROJECT_VIEWER.on(place.projectId())));
  }

  /** The developer has exactly these rights on the stage from now on. */
  @PUT
  @Path(STAGE + "/{account}")
  public PermissionView setOnStage(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage,
      @PathParam("account") String account,
      @NotNull @Valid Rights rights) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, stage);
    return set(caller, Ground.stage(place), account, rights);
  }
}
