package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public DeveloperProjectsResource(
      SignIns signIns, Directory directory, Tenancy tenancy, Callers callers) {
    this.signIns = signIns;
    this.directory = directory;
    this.tenancy = tenancy;
    this.callers = callers;
  }

  protected DeveloperProjectsResource() {
    this(null, null, null, null);
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
}
