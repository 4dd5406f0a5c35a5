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

/** Stages of a project. */
@Path("tenants/{tenant}/projects/{project}/stages")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class StagesResource {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Callers callers;
  private final RemovalDoor removals;

  /** Doors to these use cases. */
  @Inject
  public StagesResource(
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
  public StagesResource() {
    this(null, null, null, null, null);
  }

  /** A stage that is wanted. */
  public record NewStage(@Size(min = 1, max = 64) String alias) {}

  /** A stage. */
  public record StageView(
      Long id,
      Long tenantId,
      Long projectId,
      List<String> aliases,
      Life state,
      Instant created,
      @Schema(nullable = true) RemovalView removal) {}

  private StageView view(Estates.EstateFact stage) {
    return new StageView(
        stage.id(),
        stage.tenantId(),
        stage.projectId(),
        stage.aliases(),
        stage.state(),
        stage.created(),
        removals.of(stage));
  }

  /** The stages of the project. */
  @GET
  public Paging.Page<StageView> list(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @BeanParam Paging paging,
      @QueryParam("state") Life state) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, null);
    return paging.page(
        estates.stages(caller, place, state, paging.slice()), Estates.EstateFact::id, this::view);
  }

  /** A new stage, named at once when an alias is given. */
  @POST
  @APIResponseSchema(value = StageView.class, responseCode = "201")
  public Response create(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @NotNull @Valid NewStage wish) {
    Caller caller = callers.staff();
    long id = directory.tenant(tenant);
    long stage = tenancy.createStage(caller, id, project, wish.alias);
    StageView view = view(estates.changedStage(id, stage));
    return Answers.created(
        "tenants/" + id + "/projects/" + view.projectId + "/stages/" + stage, view);
  }

  private StageView view(Caller caller, long tenant, String project, String stage) {
    return view(estates.stage(caller, tenant, project, stage));
  }

  /** One stage. */
  @GET
  @Path("{stage}")
  public StageView get(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage) {
    Caller caller = callers.staff();
    return view(caller, directory.tenant(tenant), project, stage);
  }

  /** The stage goes, with all that runs and plays there: step by step, as the view then says. */
  @DELETE
  @Path("{stage}")
  @APIResponseSchema(value = StageView.class, responseCode = "202")
  public Response delete(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, stage);
    return Answers.accepted(view(removals.stage(caller, place)));
  }

  /** Names the stage, uniquely in its project. */
  @PUT
  @Path("{stage}/aliases/{alias}")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = StageView.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = StageView.class)))
  public Response name(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage,
      @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    Tenancy.Place place = tenancy.visible(caller, directory.tenant(tenant), project, stage);
    boolean fresh = tenancy.nameStage(caller, place.tenantId(), place.stageId(), alias);
    return Answers.named(fresh, view(estates.changedStage(place.tenantId(), place.stageId())));
  }

  /** Frees the name. */
  @DELETE
  @Path("{stage}/aliases/{alias}")
  public void unname(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage,
      @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    tenancy.unnameStage(
        caller, tenancy.visible(caller, directory.tenant(tenant), project, stage), alias);
  }
}
