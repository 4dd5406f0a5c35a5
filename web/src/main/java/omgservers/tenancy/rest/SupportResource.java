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
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.RawToken;
import omgservers.tenancy.AccountAdministration;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Permissions;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.Users;
import omgservers.tenancy.model.Names;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Role;

/** What those call who look after tenants and developers. */
@Path("support/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SupportResource {
  private final Users users;
  private final Directory directory;
  private final Tenancy tenancy;
  private final Permissions permissions;
  private final Callers callers;
  private final SignIns signIns;
  private final AccountAdministration accounts;

  /** Doors to these use cases. */
  @Inject
  public SupportResource(
      Users users,
      Directory directory,
      Tenancy tenancy,
      Permissions permissions,
      Callers callers,
      SignIns signIns,
      AccountAdministration accounts) {
    this.users = users;
    this.directory = directory;
    this.tenancy = tenancy;
    this.permissions = permissions;
    this.callers = callers;
    this.signIns = signIns;
    this.accounts = accounts;
  }

  /** For servers that look for one without parameters. */
  public SupportResource() {
    this(null, null, null, null, null, null, null);
  }

  /** A new tenant. */
  public record TenantId(Long id) {}

  /** A name for a tenant. */
  public record TenantAlias(@NotNull Long tenantId, @NotBlank @Size(max = 64) String alias) {}

  /** A new developer, with a password that is shown only now. */
  public record Developer(Long userId, String password) {}

  /** A name for a developer. */
  public record DeveloperAlias(
      @NotNull Long developerUserId, @NotBlank @Size(max = 64) String alias) {}

  /** A tenant by id or name. */
  public record TenantName(@NotBlank @Size(max = 64) String tenant) {}

  /** A name for a project. */
  public record ProjectAlias(
      @NotBlank @Size(max = 64) String tenant,
      @NotNull Long projectId,
      @NotBlank @Size(max = 64) String alias) {}

  /** A project by id or name. */
  public record ProjectName(
      @NotBlank @Size(max = 64) String tenant, @NotBlank @Size(max = 64) String project) {}

  /** A new stage. */
  public record StageId(Long stageId) {}

  /** A name for a stage. */
  public record StageAlias(
      @NotBlank @Size(max = 64) String tenant,
      @NotNull Long stageId,
      @NotBlank @Size(max = 64) String alias) {}

  /** Rights on a tenant, for a developer. */
  public record TenantRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<@NotNull OnTenant> permissionsToCreate) {}

  /** Rights on a project, for a developer. */
  public record ProjectRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<@NotNull OnProject> permissionsToCreate) {}

  /** Rights on a stage, for a developer. */
  public record StageRights(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage,
      @NotBlank @Size(max = 64) String user,
      @NotEmpty Set<@NotNull OnStage> permissionsToCreate) {}

  /** The rights that a tenant knows. */
  public enum OnTenant {
    PROJECT_MANAGER,
    TENANT_VIEWER
  }

  /** The rights that a project knows. */
  public enum OnProject {
    STAGE_MANAGER,
    VERSION_MANAGER,
    PROJECT_VIEWER
  }

  /** The rights that a stage knows. */
  public enum OnStage {
    DEPLOYMENT_MANAGER,
    STAGE_VIEWER
  }

  /** The rights that were new. */
  public record Given(List<Right> createdPermissions) {}

  /** Lets someone of the support in. */
  @Open
  @POST
  @Path("create-token")
  public RawToken createToken(@NotNull @Valid SignIn signIn) {
    return RawToken.of(signIns.signIn(Role.SUPPORT, signIn.user(), signIn.password()));
  }

  /** Another token for someone who has a valid one. */
  @POST
  @Path("renew-token")
  public RawToken renewToken() {
    return RawToken.of(signIns.renew(caller()));
  }

  private Caller caller() {
    return callers.require(Role.SUPPORT);
  }

  /** A new tenant. */
  @POST
  @Path("create-tenant")
  public TenantId createTenant() {
    return new TenantId(tenancy.createTenant(caller()));
  }

  /** Names a tenant. */
  @POST
  @Path("create-tenant-alias")
  public Created createTenantAlias(@NotNull @Valid TenantAlias alias) {
    Caller caller = caller();
    tenancy.requireNameable(caller, alias.tenantId);
    directory.name(caller, Names.Kind.TENANT, alias.alias, alias.tenantId);
    return new Created(true);
  }

  /** A new developer. */
  @POST
  @Path("create-developer")
  public Developer createDeveloper() {
    Users.Credentials created = users.createDeveloper(caller());
    return new Developer(created.userId(), created.password());
  }

  /** Names a developer. */
  @POST
  @Path("create-developer-alias")
  public Created createDeveloperAlias(@NotNull @Valid DeveloperAlias alias) {
    Caller caller = caller();
    users.require(alias.developerUserId, Role.DEVELOPER);
    accounts.addName(caller, alias.developerUserId, alias.alias);
    return new Created(true);
  }

  /** A new project with its first stage. */
  @POST
  @Path("create-project")
  public DeveloperProjectsResource.Project createProject(@NotNull @Valid TenantName tenant) {
    Caller caller = caller();
    return DeveloperProjectsResource.Project.of(
        tenancy.createProject(caller, directory.tenant(tenant.tenant)));
  }

  /** Names a project. */
  @POST
  @Path("create-project-alias")
  public Created createProjectAlias(@NotNull @Valid ProjectAlias alias) {
    Caller caller = caller();
    tenancy.nameProject(caller, directory.tenant(alias.tenant), alias.projectId, alias.alias);
    return new Created(true);
  }

  /** A new stage. */
  @POST
  @Path("create-stage")
  public StageId createStage(@NotNull @Valid ProjectName project) {
    Caller caller = caller();
    long tenant = directory.tenant(project.tenant);
    return new StageId(tenancy.createStage(caller, tenant, project.project));
  }

  /** Names a stage. */
  @POST
  @Path("create-stage-alias")
  public Created createStageAlias(@NotNull @Valid StageAlias alias) {
    Caller caller = caller();
    tenancy.nameStage(caller, directory.tenant(alias.tenant), alias.stageId, alias.alias);
    return new Created(true);
  }

  /** Opens a tenant to a developer. */
  @POST
  @Path("create-tenant-permissions")
  public Given createTenantPermissions(@NotNull @Valid TenantRights rights) {
    Caller caller = caller();
    long user = developer(rights.user);
    return new Given(
        permissions.give(
            caller,
            Permissions.Ground.tenant(directory.tenant(rights.tenant)),
            user,
            rights(rights.permissionsToCreate)));
  }

  /** Opens a project to a developer. */
  @POST
  @Path("create-project-permissions")
  public Given createProjectPermissions(@NotNull @Valid ProjectRights rights) {
    Caller caller = caller();
    long user = developer(rights.user);
    long tenant = directory.tenant(rights.tenant);
    long project = tenancy.project(tenant, rights.project);
    return new Given(
        permissions.give(
            caller,
            Permissions.Ground.project(tenant, project),
            user,
            rights(rights.permissionsToCreate)));
  }

  /** Opens a stage to a developer. */
  @POST
  @Path("create-stage-permissions")
  public Given createStagePermissions(@NotNull @Valid StageRights rights) {
    Caller caller = caller();
    long user = developer(rights.user);
    long tenant = directory.tenant(rights.tenant);
    Tenancy.Place place = tenancy.place(tenant, rights.project, rights.stage);
    return new Given(
        permissions.give(
            caller, Permissions.Ground.stage(place), user, rights(rights.permissionsToCreate)));
  }

  private long developer(String idOrName) {
    long user = directory.user(idOrName);
    users.require(user, Role.DEVELOPER);
    return user;
  }

  static Set<Right> rights(Set<? extends Enum<?>> named) {
    Set<Right> rights = new java.util.TreeSet<>();
    named.forEach(name -> rights.add(Right.valueOf(name.name())));
    return rights;
  }
}
