package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import omgservers.pool.rest.LogFilters;
import omgservers.runtime.Supervision;
import omgservers.runtime.Supervision.RuntimeFact;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.runtime.output.Metering;
import omgservers.shared.paging.Slice;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What runs on a stage. */
@Path(StagePath.STAGE + "/runtimes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StageRuntimesResource {
  private final Supervision supervision;
  private final Metering metering;
  private final Shards shards;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public StageRuntimesResource(
      Supervision supervision, Metering metering, Shards shards, Entrance entrance) {
    this.supervision = supervision;
    this.metering = metering;
    this.shards = shards;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public StageRuntimesResource() {
    this(null, null, null, null);
  }

  /** Which runtimes are wanted. */
  public static class Filters {
    @QueryParam("state")
    private Runtime.State state;

    @QueryParam("qualifier")
    private RuntimeQualifier qualifier;

    @QueryParam("deployment")
    private Long deployment;

    @QueryParam("version")
    private Long version;

    @QueryParam("text")
    private String text;

    Runtimes.Wish wish() {
      return new Runtimes.Wish(
          state, qualifier, deployment, version, LogFilters.text("text", text));
    }
  }

  /** A runtime, and what its game server used last. */
  public record RuntimeView(
      Long id,
      RuntimeQualifier qualifier,
      Runtime.State state,
      @Schema(nullable = true) String reason,
      Long deploymentId,
      Long versionId,
      String image,
      @Schema(nullable = true) String mode,
      int clients,
      Instant created,
      @Schema(nullable = true) Instant startedAt,
      @Schema(nullable = true) Instant readyAt,
      @Schema(nullable = true) Instant closingAt,
      @Schema(nullable = true) Instant endedAt,
      @Schema(nullable = true) String poolServer,
      int starts,
      @Schema(nullable = true) Integer exitCode,
      boolean outOfMemory,
      @Schema(nullable = true) UseView use) {
    static RuntimeView of(RuntimeFact runtime, UseView use) {
      return new RuntimeView(
          runtime.id(),
          runtime.qualifier(),
          runtime.state(),
          runtime.reason(),
          runtime.deploymentId(),
          runtime.versionId(),
          runtime.image(),
          runtime.mode(),
          (int) runtime.clients(),
          runtime.created(),
          runtime.startedAt(),
          runtime.readyAt(),
          runtime.closingAt(),
          runtime.endedAt(),
          runtime.poolServer(),
          runtime.starts(),
          runtime.exitCode(),
          runtime.outOfMemory(),
          use);
    }
  }

  /** The runtimes of the stage, those that ended within the last hour too. */
  @GET
  public Paging.Page<RuntimeView> list(
      @BeanParam StagePath path, @BeanParam Filters filters, @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    Slice slice = paging.slice();
    return paging.page(
        slice.across(
            shards.count(),
            RuntimeFact::id,
            (shard, part) -> supervision.list(stage, shard, filters.wish(), part)),
        RuntimeFact::id,
        this::view);
  }

  private RuntimeView view(RuntimeFact runtime) {
    return RuntimeView.of(runtime, metering.last(runtime.id()).map(UseView::of).orElse(null));
  }

  /** One runtime. */
  @GET
  @Path("{runtime}")
  public RuntimeView get(@BeanParam StagePath path, @PathParam("runtime") long runtime) {
    return view(supervision.get(entrance.toSee(path), runtime));
  }

  /** Stops the runtime. */
  @DELETE
  @Path("{runtime}")
  @APIResponseSchema(value = RuntimeView.class, responseCode = "202")
  public Response stop(@BeanParam StagePath path, @PathParam("runtime") long runtime) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    return Answers.accepted(view(supervision.stop(stage, runtime)));
  }
}
