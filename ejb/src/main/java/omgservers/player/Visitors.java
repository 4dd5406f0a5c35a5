package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** The clients of a stage, to look at and to send away. */
@ApplicationScoped
@Transactional
public class Visitors {
  private final Players players;
  private final ClientStaff staff;
  private final Audit audit;

  /** Clients of these players. */
  @Inject
  public Visitors(Players players, ClientStaff staff, Audit audit) {
    this.players = players;
    this.staff = staff;
    this.audit = audit;
  }

  protected Visitors() {
    this(null, null, null);
  }

  /** A client. */
  public record ClientFact(
      long id,
      long userId,
      long playerId,
      long deploymentId,
      Client.State state,
      Long runtimeId,
      RuntimeQualifier runtimeQualifier,
      Instant created,
      Instant seen) {
    static ClientFact of(Client client) {
      return new ClientFact(
          client.id(),
          client.userId(),
          client.playerId(),
          client.deploymentId(),
          client.state(),
          client.runtimeId().orElse(null),
          client.runtimeQualifier().orElse(null),
          client.created(),
          client.seen());
    }
  }

  /** How many clients of the shard each of these deployments has. */
  public Map<Long, Long> counts(Admission stage, int shard, Collection<Long> deployments) {
    stage.require(Scope.READ);
    return players.clientCounts(shard, deployments);
  }

  /** Clients of the stage that lie on the shard. */
  public List<ClientFact> list(Admission stage, int shard, Players.Wish wish, Slice slice) {
    stage.require(Scope.READ);
    return players.listClients(shard, stage.stageId(), wish, slice).stream()
        .map(ClientFact::of)
        .toList();
  }

  /** The client of the stage. */
  public ClientFact get(Admission stage, long id) {
    stage.require(Scope.READ);
    return players
        .client(id)
        .filter(client -> client.stageId() == stage.stageId())
        .map(ClientFact::of)
        .orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(long id) {
    return Refusal.notFound("The stage has no client " + id + ".");
  }

  /** The client ends, and is told; what is left of it goes a short while later. */
  public ClientFact sendAway(Admission stage, long id) {
    stage.require(Scope.PLAYERS);
    Client client =
        players
            .lockClient(id)
            .filter(found -> found.stageId() == stage.stageId())
            .orElseThrow(() -> unknown(id));
    if (!client.isDeleted()) {
      Client.State before = client.state();
      staff.delete(client, ClientStaff.ENDED);
      audit.record(
          stage.caller().actor(),
          "client.delete",
          stage.subject(id),
          Map.of("user_id", client.userId(), "state", before),
          Map.of("user_id", client.userId(), "state", client.state()));
    }
    return ClientFact.of(client);
  }
}
