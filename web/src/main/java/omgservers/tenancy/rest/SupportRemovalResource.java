package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import omgservers.removal.Removals;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.AccountAdministration;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Permissions;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;

/** What those who look after tenants and developers call to delete things and to take rights. */
@Path("support/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SupportRemovalResource {
  private final Removals removals;
  private final Permissions permissions;
  private final AccountAdministration accounts;
  private final Users users;
  private final Directory directory;
  private final Tenancy tenancy;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public SupportRemovalResource(
      Removals removals,
      Permissions permissions,
      AccountAdministration accounts,
      Users users,
      Directory directory,
      Tenancy tenancy,
      Callers callers) {
    this.removals = removals;
    this.permissions = permissions;
    this.accounts = accounts;
    this.users = users;
    this.directory = directory;
    this.tenancy = tenancy;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public SupportRemovalResource() {
    this(null, null, null, null, null, null, null);
  }

  /** A stage by id or name. */
  public record StageName(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage) {}

  /** A developer by id or name. */
  public record UserName(@NotBlank @Size(max = 64) String user) {}

  /** Rights on a tenant that a developer is to lose. */
  public record TenantRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<SupportResource.@NotNull OnTenant> permissionsToDelete) {}

  /** Rights on a project that a developer is to lose. */
  public record ProjectRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<SupportResource.@NotNull OnProject> permissionsToDelete) {}

  /** Rights on a stage that a developer is to lose. */
  public record StageRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<SupportResource.@NotNull OnStage> permissionsToDelete) {}

  /** The rights that were there. */
  public record Taken(List<Right> deletedPermissions) {}

  private Caller caller() {
    return callers.require(Role.SUPPORT);
  }

  /** Begins to delete a tenant. */
  @POST
  @Path("delete-tenant")
  public Deleted deleteTenant(@NotNull @Valid SupportResource.TenantName tenant) {
    Caller caller = caller();
    return Deleted.of(removals.tenant(caller, directory.tenant(tenant.tenant())));
  }

  /** Begins to delete a project. */
  @POST
  @Path("delete-project")
  public Deleted deleteProject(@NotNull @Valid SupportResource.ProjectName project) {
    Caller caller = caller();
    return Deleted.of(
        removals.project(caller, place(caller, project.tenant(), project.project(), null)));
  }

  private Tenancy.Place place(Caller caller, String tenant, String project, String stage) {
    return tenancy.visible(caller, directory.tenant(tenant), project, stage);
  }

  /** Begins to delete a stage. */
  @POST
  @Path("delete-stage")
  public Deleted deleteStage(@NotNull @Valid StageName stage) {
    Caller caller = caller();
    return Deleted.of(
        removals.stage(caller, place(caller, stage.tenant, stage.project, stage.stage)));
  }

  /** Deletes a developer, with names, keys and permissions. */
  @POST
  @Path("delete-developer")
  public Deleted deleteDeveloper(@NotNull @Valid UserName developer) {
    Caller caller = caller();
    long user = directory.user(developer.user);
    users.require(user, Role.DEVELOPER);
    accounts.delete(caller, user);
    return new Deleted(true);
  }

  /** Takes rights on a tenant from a developer. */
  @POST
  @Path("delete-tenant-permissions")
  public Taken deleteTenantPermissions(@NotNull @Valid TenantRights rights) {
    Caller caller = caller();
    long tenant = directory.tenant(rights.tenant);
    return take(caller, Permissions.Ground.tenant(tenant), rights.user, rights.permissionsToDelete);
  }

  private Taken take(
      Caller caller, Permissions.Ground ground, String user, Set<? extends Enum<?>> named) {
    return new Taken(
        permissions.take(caller, ground, directory.user(user), SupportResource.rights(named)));
  }

  /** Takes rights on a project from a developer. */
  @POST
  @Path("delete-project-permissions")
  public Taken deleteProjectPermissions(@NotNull @Valid ProjectRights rights) {
    Caller caller = caller();
    Tenancy.Place place = place(caller, rights.tenant, rights.project, null);
    return take(
        caller,
        Permissions.Ground.project(place.tenantId(), place.projectId()),
        rights.user,
        rights.permissionsToDelete);
  }

  /** Takes rights on a stage from a developer. */
  @POST
  @Path("delete-stage-permissions")
  public Taken deleteStagePermissions(@NotNull @Valid StageRights rights) {
    Caller caller = caller();
    Tenancy.Place place = place(caller, rights.tenant, rights.project, rights.stage);
    return take(caller, Permissions.Ground.stage(place), rights.user, rights.permissionsToDelete);
  }
}
