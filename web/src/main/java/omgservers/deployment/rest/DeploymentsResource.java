package omgservers.deployment.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.deployment.Deploying;
import omgservers.deployment.DeploymentConfig;
import omgservers.deployment.Rollouts;
import omgservers.deployment.model.Deployment;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Deployments of a stage. */
@Path(StagePath.STAGE + "/deployments")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeploymentsResource {
  private final Rollouts rollouts;
  private final Deploying deploying;
  private final Census census;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public DeploymentsResource(
      Rollouts rollouts, Deploying deploying, Census census, Entrance entrance) {
    this.rollouts = rollouts;
    this.deploying = deploying;
    this.census = census;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public DeploymentsResource() {
    this(null, null, null, null);
  }

  /** A version that is to be deployed. */
  public record NewDeployment(@NotNull Long versionId, @Valid DeploymentConfig config) {}

  /** A deployment with how much of it there is. */
  public record DeploymentView(
      Long id,
      Long tenantId,
      Long projectId,
      Long stageId,
      Long versionId,
      Deployment.State state,
      JsonValue config,
      Instant created,
      @Schema(nullable = true) Instant closedAt,
      @Schema(nullable = true) String reason,
      boolean degraded,
      @Schema(nullable = true) Instant degradedSince,
      int lobbies,
      int matches,
      int clients) {
    static DeploymentView of(Rollouts.DeploymentFact deployment, Census.Counts counts) {
      return new DeploymentView(
          deployment.id(),
          deployment.place().tenantId(),
          deployment.place().projectId(),
          deployment.place().stageId(),
          deployment.versionId(),
          deployment.state(),
          deployment.config(),
          deployment.created(),
          deployment.closedAt(),
          deployment.reason(),
          deployment.degradedSince() != null,
          deployment.degradedSince(),
          (int) deployment.lobbies(),
          counts.matches(deployment),
          counts.clients(deployment));
    }
  }

  /** The deployments of the stage. */
  @GET
  public Paging.Page<DeploymentView> list(
      @BeanParam StagePath path,
      @BeanParam Paging paging,
      @QueryParam("state") Deployment.State state) {
    Admission stage = entrance.toSee(path);
    List<Rollouts.DeploymentFact> found = rollouts.list(stage, state, paging.slice());
    Census.Counts counts = census.of(stage, found);
    return paging.page(
        found, Rollouts.DeploymentFact::id, deployment -> DeploymentView.of(deployment, counts));
  }

  /** Puts a version on the stage; what ran there drains. */
  @POST
  @APIResponseSchema(value = DeploymentView.class, responseCode = "201")
  public Response create(@BeanParam StagePath path, @NotNull @Valid NewDeployment wish) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    long id = deploying.create(stage.caller(), stage.place(), wish.versionId, wish.config);
    return Answers.created(Entrance.below(stage, "deployments/" + id), view(stage, id));
  }

  private DeploymentView view(Admission stage, long id) {
    Rollouts.DeploymentFact deployment = rollouts.get(stage, id);
    return DeploymentView.of(deployment, census.of(stage, List.of(deployment)));
  }

  /** One deployment. */
  @GET
  @Path("{deployment}")
  public DeploymentView get(@BeanParam StagePath path, @PathParam("deployment") long deployment) {
    return view(entrance.toSee(path), deployment);
  }

  /** Ends the deployment: it drains, or ends at once. */
  @DELETE
  @Path("{deployment}")
  @APIResponseSchema(value = DeploymentView.class, responseCode = "202")
  public Response delete(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @QueryParam("now") @DefaultValue("false") boolean now) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    deploying.end(stage, deployment, now);
    return Answers.accepted(view(stage, deployment));
  }
}
