package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.deployment.model.Lobby;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.audit.Audit;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** The lobbies of a deployment, to look at and to end. */
@ApplicationScoped
@Transactional
public class Lobbies {
  private final Deployments deployments;
  private final DeploymentStaff staff;
  private final Outbox outbox;
  private final Audit audit;

  /** Lobbies of these deployments. */
  @Inject
  public Lobbies(Deployments deployments, DeploymentStaff staff, Outbox outbox, Audit audit) {
    this.deployments = deployments;
    this.staff = staff;
    this.outbox = outbox;
    this.audit = audit;
  }

  protected Lobbies() {
    this(null, null, null, null);
  }

  /** A lobby with the number of its clients. */
  public record LobbyFact(
      long id,
      long deploymentId,
      long runtimeId,
      Lobby.State state,
      long clients,
      Instant created) {
    static LobbyFact of(Lobby lobby, long clients) {
      return new LobbyFact(
          lobby.id(),
          lobby.deploymentId(),
          lobby.runtimeId(),
          lobby.state(),
          clients,
          lobby.created());
    }
  }

  /** Lobbies of the deployment. */
  public List<LobbyFact> list(Admission stage, long deployment, Slice slice) {
    stage.require(Scope.READ);
    requireOwn(stage, deployment);
    return facts(deployment, deployments.listLobbies(deployment, slice));
  }

  private Deployment requireOwn(Admission stage, long deployment) {
    return deployments
        .find(stage.stageId(), deployment)
        .orElseThrow(() -> Refusal.notFound("The stage has no deployment " + deployment + "."));
  }

  private List<LobbyFact> facts(long deployment, List<Lobby> lobbies) {
    Map<Long, Long> clients =
        deployments.clientCounts(deployment, lobbies.stream().map(Lobby::id).toList());
    return lobbies.stream()
        .map(lobby -> LobbyFact.of(lobby, clients.getOrDefault(lobby.id(), 0L)))
        .toList();
  }

  /** Ends the lobby: its game server is stopped, its clients go to another one. */
  public LobbyFact end(Admission stage, long deployment, long id) {
    stage.require(Scope.DEPLOYMENTS);
    requireOwn(stage, deployment);
    // Under the deployment's lock nobody is seated in the lobby meanwhile.
    staff.look(deployment);
    Lobby lobby =
        deployments
            .lobby(deployment, id)
            .orElseThrow(() -> Refusal.notFound("The deployment has no lobby " + id + "."));
    if (lobby.state() != Lobby.State.CLOSED) {
      Lobby.State before = lobby.state();
      lobby.close();
      outbox.send(
          new RuntimeMail.Close(
              lobby.runtimeId(), "The lobby was ended by " + stage.caller().name() + "."));
      audit.record(
          stage.caller().actor(),
          "lobby.delete",
          stage.subject(id),
          Map.of("state", before),
          Map.of("state", lobby.state()));
    }
    return facts(deployment, List.of(lobby)).get(0);
  }
}
