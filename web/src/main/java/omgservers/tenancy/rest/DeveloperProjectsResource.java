package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.removal.Removals;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.RawToken;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Role;

/** What developers call about their projects and stages. */
@Path("developer/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeveloperProjectsResource {
  private final SignIns signIns;
  private final Directory directory;
  private final Tenancy tenancy;
  private final Removals removals;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public DeveloperProjectsResource(
      SignIns signIns, Directory directory, Tenancy tenancy, Removals removals, Callers callers) {
    this.signIns = signIns;
    this.directory = directory;
    this.tenancy = tenancy;
    this.removals = removals;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public DeveloperProjectsResource() {
    this(null, null, null, null, null);
  }

  /** A new project with its first stage. */
  public record Project(Long projectId, Long stageId) {
    static Project of(Tenancy.NewProject project) {
      return new Project(project.projectId(), project.stageId());
    }
  }

  /** Lets a developer in. */
  @Open
  @POST
  @Path("create-token")
  public RawToken createToken(@NotNull @Valid SignIn signIn) {
    return RawToken.of(signIns.signIn(Role.DEVELOPER, signIn.user(), signIn.password()));
  }

  /** Another token for a developer who has a valid one. */
  @POST
  @Path("renew-token")
  public RawToken renewToken() {
    return RawToken.of(signIns.renew(caller()));
  }

  private Caller caller() {
    return callers.require(Role.DEVELOPER);
  }

  /** A new project with its first stage. */
  @POST
  @Path("create-project")
  public Project createProject(@NotNull @Valid SupportResource.TenantName tenant) {
    Caller caller = caller();
    return Project.of(tenancy.createProject(caller, directory.tenant(tenant.tenant())));
  }

  /** Names a project. */
  @POST
  @Path("create-project-alias")
  public Created createProjectAlias(@NotNull @Valid SupportResource.ProjectAlias alias) {
    Caller caller = caller();
    tenancy.nameProject(caller, directory.tenant(alias.tenant()), alias.projectId(), alias.alias());
    return new Created(true);
  }

  /** A new stage. */
  @POST
  @Path("create-stage")
  public SupportResource.StageId createStage(@NotNull @Valid SupportResource.ProjectName project) {
    Caller caller = caller();
    long tenant = directory.tenant(project.tenant());
    return new SupportResource.StageId(tenancy.createStage(caller, tenant, project.project()));
  }

  /** Names a stage. */
  @POST
  @Path("create-stage-alias")
  public Created createStageAlias(@NotNull @Valid SupportResource.StageAlias alias) {
    Caller caller = caller();
    tenancy.nameStage(caller, directory.tenant(alias.tenant()), alias.stageId(), alias.alias());
    return new Created(true);
  }

  /** A version by id. */
  public record NamedVersion(@NotBlank @Size(max = 64) String tenant, @NotNull Long id) {}

  /** Begins to delete a project. */
  @POST
  @Path("delete-project")
  public Deleted deleteProject(@NotNull @Valid SupportResource.ProjectName project) {
    Caller caller = caller();
    return Deleted.of(
        removals.project(
            caller,
            tenancy.visible(caller, directory.tenant(project.tenant()), project.project(), null)));
  }

  /** Begins to delete a stage. */
  @POST
  @Path("delete-stage")
  public Deleted deleteStage(@NotNull @Valid SupportRemovalResource.StageName stage) {
    Caller caller = caller();
    return Deleted.of(
        removals.stage(
            caller,
            tenancy.visible(
                caller, directory.tenant(stage.tenant()), stage.project(), stage.stage())));
  }

  /** Begins to delete a version, unless it is deployed. */
  @POST
  @Path("delete-version")
  public Deleted deleteVersion(@NotNull @Valid NamedVersion version) {
    Caller caller = caller();
    return Deleted.of(removals.version(caller, directory.tenant(version.tenant), version.id));
  }
}
