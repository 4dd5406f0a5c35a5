package omgservers.deployment.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import omgservers.deployment.Lobbies;
import omgservers.deployment.Lobbies.LobbyFact;
import omgservers.deployment.model.Lobby;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The lobbies of a deployment. */
@Path(StagePath.STAGE + "/deployments/{deployment}/lobbies")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LobbiesResource {
  private final Lobbies lobbies;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public LobbiesResource(Lobbies lobbies, Entrance entrance) {
    this.lobbies = lobbies;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public LobbiesResource() {
    this(null, null);
  }

  /** A lobby. */
  public record LobbyView(
      Long id, Long deploymentId, Long runtimeId, Lobby.State state, int clients, Instant created) {
    static LobbyView of(LobbyFact lobby) {
      return new LobbyView(
          lobby.id(),
          lobby.deploymentId(),
          lobby.runtimeId(),
          lobby.state(),
          (int) lobby.clients(),
          lobby.created());
    }
  }

  /** The lobbies of the deployment. */
  @GET
  public Paging.Page<LobbyView> list(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @BeanParam Paging paging) {
    return paging.page(
        lobbies.list(entrance.toSee(path), deployment, paging.slice()),
        LobbyFact::id,
        LobbyView::of);
  }

  /** Ends the lobby; its clients go to another one. */
  @DELETE
  @Path("{lobby}")
  @APIResponseSchema(value = LobbyView.class, responseCode = "202")
  public Response end(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("lobby") long lobby) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    return Answers.accepted(LobbyView.of(lobbies.end(stage, deployment, lobby)));
  }
}
