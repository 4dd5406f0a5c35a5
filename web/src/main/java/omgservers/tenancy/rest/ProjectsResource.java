package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Projects of a tenant. */
@Path("tenants/{tenant}/projects")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ProjectsResource {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Callers callers;
  private final RemovalDoor removals;

  /** Doors to these use cases. */
  @Inject
  public ProjectsResource(
      Estates estates,
      Tenancy tenancy,
      Directory directory,
      Callers callers,
      RemovalDoor removals) {
    this.estates = estates;
    this.tenancy = tenancy;
    this.directory = directory;
    this.callers = callers;
    this.removals = removals;
  }

  /** For servers that look for one without parameters. */
  public ProjectsResource() {
    this(null, null, null, null, null);
  }

  /** A project that is wanted, with its first stage. */
  public record NewProject(
      @Size(min = 1, max = 64) String alias, @Size(min = 1, max = 64) String stageAlias) {}

  /** A project. */
  public record ProjectView(
      Long id,
      Long tenantId,
      List<String> aliases,
      Life state,
      Instant created,
      @Schema(nullable = true) RemovalView removal) {}

  private ProjectView view(Estates.EstateFact project) {
    return new ProjectView(
        project.id(),
        project.tenantId(),
        project.aliases(),
        project.state(),
        project.created(),
        removals.of(project));
  }

  /** A new project. */
  public record MadeProject(
      Long id, Long tenantId, List<String> aliases, Life state, Instant created, Long stageId) {}

  /** The projects of the tenant. */
  @GET
  public Paging.Page<ProjectView> list(
      @PathParam("tenant") String tenant,
      @BeanParam Paging paging,
      @QueryParam("state") Life state) {
    Caller caller = callers.staff();
    return paging.page(
        estates.projects(caller, directory.tenant(tenant), state, paging.slice()),
        Estates.EstateFact::id,
        this::view);
  }

  /** A new project with its first stage, both named at once when aliases are given. */
  @POST
  @APIResponseSchema(value = MadeProject.class, responseCode = "201")
  public Response create(@PathParam("tenant") String tenant, @NotNull @Valid NewProject wish) {
    Caller caller = callers.staff();
    long id = directory.tenant(tenant);
    Tenancy.NewProject made = tenancy.createProject(caller, id, wish.alias, wish.stageAlias);
    Estates.EstateFact project = estates.changedProject(id, made.projectId());
    return Answers.created(
        "tenants/" + id + "/projects/" + made.projectId(),
        new MadeProject(
            project.id(),
            id,
            project.aliases(),
            project.state(),
            project.created(),
            made.stageId()));
  }

  /** One project. */
  @GET
  @Path("{project}")
  public ProjectView get(@PathParam("tenant") String tenant, @PathParam("project") String project) {
    Caller caller = callers.staff();
    return view(estates.project(caller, directory.tenant(tenant), project));
  }

  /** The project goes, with its stages and versions: step by step, as the view then says. */
  @DELETE
  @Path("{project}")
  @APIResponseSchema(value = ProjectView.class, responseCode = "202")
  public Response delete(@PathParam("tenant") String tenant, @PathParam("project") String project) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return Answers.accepted(view(removals.project(caller, place)));
  }

  /** Names the project, uniquely in its tenant. */
  @PUT
  @Path("{project}/aliases/{alias}")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProjectView.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ProjectView.class)))
  public Response name(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    boolean fresh = tenancy.nameProject(caller, place.tenantId(), place.projectId(), alias);
    return Answers.named(fresh, view(estates.changedProject(place.tenantId(), place.projectId())));
  }

  /** Frees the name. */
  @DELETE
  @Path("{project}/aliases/{alias}")
  public void unname(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    tenancy.unnameProject(
        caller, tenancy.visible(caller, directory.tenant(tenant), project, null), alias);
  }
}
