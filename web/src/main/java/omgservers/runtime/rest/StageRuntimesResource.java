package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import omgservers.deployment.Stages;
import omgservers.runtime.RuntimeSessions;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.rest.Callers;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.model.Role;

/** What runs on a stage. */
@Path("tenants/{tenant}/projects/{project}/stages/{stage}/runtimes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StageRuntimesResource {
  private final RuntimeSessions sessions;
  private final Stages stages;
  private final Directory directory;
  private final Callers callers;

  @Inject private Shards shards;

  /** Doors to these use cases. */
  @Inject
  public StageRuntimesResource(
      RuntimeSessions sessions, Stages stages, Directory directory, Callers callers) {
    this.sessions = sessions;
    this.stages = stages;
    this.directory = directory;
    this.callers = callers;
  }

  protected StageRuntimesResource() {
    this(null, null, null, null);
  }

  /** Runtimes, newest first. */
  public record Items(List<Item> items) {}

  /** A runtime. */
  public record Item(
      Long id,
      RuntimeQualifier qualifier,
      Runtime.State state,
      String reason,
      Long deploymentId,
      Long versionId,
      String image,
      String mode,
      int clients,
      Instant created,
      String poolServer) {
    static Item of(Runtimes.Filling filling) {
      Runtime runtime = filling.runtime();
      return new Item(
          runtime.id(),
          runtime.qualifier(),
          runtime.state(),
          runtime.endReason().or(runtime::reason).orElse(null),
          runtime.deploymentId(),
          runtime.versionId(),
          runtime.image(),
          runtime.mode().orElse(null),
          (int) filling.clients(),
          runtime.created(),
          runtime.poolServer().orElse(null));
    }
  }

  /** The runtimes of the stage, those that ended within the last hour too. */
  @GET
  public Items list(
      @PathParam("tenant") String tenant,
      @PathParam("project") String project,
      @PathParam("stage") String stage) {
    Caller caller = callers.require(Role.DEVELOPER, Role.SUPPORT, Role.ADMIN);
    long id = stages.visible(caller, directory.tenant(tenant), project, stage);
    return new Items(
        IntStream.range(0, shards.count())
            .boxed()
            .flatMap(shard -> sessions.list(shard, id).stream())
            .map(Item::of)
            .sorted(Comparator.comparing(Item::created).reversed())
            .limit(Runtimes.LISTED_MAX)
            .toList());
  }
}
