package omgservers.player.rest;

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
import java.util.List;
import omgservers.player.Visitors;
import omgservers.player.Visitors.ClientFact;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.runtime.model.RuntimeQualifier;
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

/** The clients of a stage. */
@Path(StagePath.STAGE + "/clients")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ClientsResource {
  private final Visitors visitors;
  private final Shards shards;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public ClientsResource(Visitors visitors, Shards shards, Entrance entrance) {
    this.visitors = visitors;
    this.shards = shards;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public ClientsResource() {
    this(null, null, null);
  }

  /** Which clients are wanted. */
  public static class Filters {
    @QueryParam("deployment")
    private Long deployment;

    @QueryParam("user")
    private Long user;

    @QueryParam("state")
    private Client.State state;

    Players.Wish wish() {
      return new Players.Wish(deployment, user, state);
    }
  }

  /** A client. */
  public record ClientView(
      Long id,
      Long userId,
      Long playerId,
      Long deploymentId,
      Client.State state,
      @Schema(nullable = true) Long runtimeId,
      @Schema(nullable = true) RuntimeQualifier runtimeQualifier,
      Instant created,
      Instant seen) {
    static ClientView of(ClientFact client) {
      return new ClientView(
          client.id(),
          client.userId(),
          client.playerId(),
          client.deploymentId(),
          client.state(),
          client.runtimeId(),
          client.runtimeQualifier(),
          client.created(),
          client.seen());
    }
  }

  /** The clients of the stage, those too that ended a short while ago. */
  @GET
  public Paging.Page<ClientView> list(
      @BeanParam StagePath path, @BeanParam Filters filters, @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    return paging.page(find(stage, filters.wish(), paging), ClientFact::id, ClientView::of);
  }

  private List<ClientFact> find(Admission stage, Players.Wish wish, Paging paging) {
    Slice slice = paging.slice();
    // The clients of a user lie with that user.
    return wish.user() == null
        ? slice.across(
            shards.count(),
            ClientFact::id,
            (shard, part) -> visitors.list(stage, shard, wish, part))
        : visitors.list(stage, shards.shardOf(wish.user()), wish, slice);
  }

  /** One client. */
  @GET
  @Path("{client}")
  public ClientView get(@BeanParam StagePath path, @PathParam("client") long client) {
    return ClientView.of(visitors.get(entrance.toSee(path), client));
  }

  /** Ends the client, which is told. */
  @DELETE
  @Path("{client}")
  @APIResponseSchema(value = ClientView.class, responseCode = "202")
  public Response sendAway(@BeanParam StagePath path, @PathParam("client") long client) {
    Admission stage = entrance.toManage(path, Scope.PLAYERS);
    return Answers.accepted(ClientView.of(visitors.sendAway(stage, client)));
  }
}
