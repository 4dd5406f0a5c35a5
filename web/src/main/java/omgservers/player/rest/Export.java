package omgservers.player.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omgservers.matchmaking.Matches;
import omgservers.matchmaking.Queues;
import omgservers.player.Profiles;
import omgservers.player.Visitors;
import omgservers.runtime.Supervision;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Puts together what is kept about a player on all databases. */
@RequestScoped
public class Export {
  private final Profiles profiles;
  private final Queues queues;
  private final Matches matches;
  private final Supervision supervision;
  private final Shards shards;

  /** Exports out of these. */
  @Inject
  public Export(
      Profiles profiles, Queues queues, Matches matches, Supervision supervision, Shards shards) {
    this.profiles = profiles;
    this.queues = queues;
    this.matches = matches;
    this.supervision = supervision;
    this.shards = shards;
  }

  protected Export() {
    this(null, null, null, null, null);
  }

  /** The account behind a player. */
  public record AccountView(Long id, Instant created) {}

  /** A wish for a match that waits. */
  public record TicketView(
      Long id, Long matchmakerId, Long clientId, String mode, Instant created) {
    static TicketView of(Queues.ClientTicket ticket) {
      return new TicketView(
          ticket.id(), ticket.matchmakerId(), ticket.clientId(), ticket.mode(), ticket.created());
    }
  }

  /** A place in a match. */
  public record SeatView(Long matchId, Long clientId, @Schema(nullable = true) String groupName) {
    static SeatView of(Matches.ClientSeat seat) {
      return new SeatView(seat.matchId(), seat.clientId(), seat.groupName());
    }
  }

  /** That a client plays in a runtime. */
  public record AssignmentView(
      Long runtimeId, Long clientId, @Schema(nullable = true) String groupName, Instant created) {
    static AssignmentView of(Supervision.AssignmentFact assignment) {
      return new AssignmentView(
          assignment.runtimeId(),
          assignment.clientId(),
          assignment.groupName(),
          assignment.created());
    }
  }

  /** Everything that is kept about a player on a stage. */
  public record Document(
      AccountView account,
      PlayersResource.PlayerItem player,
      JsonValue profile,
      List<ClientsResource.ClientView> clients,
      List<TicketView> tickets,
      List<SeatView> seats,
      List<AssignmentView> assignments) {}

  /** The document about the user's player on the stage. */
  public Document of(Admission stage, long user) {
    Profiles.Dossier dossier = profiles.open(stage, user);
    List<Long> clients = dossier.clients().stream().map(Visitors.ClientFact::id).toList();
    List<TicketView> tickets = new ArrayList<>();
    List<SeatView> seats = new ArrayList<>();
    List<AssignmentView> assignments = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      queues.of(stage, shard, clients).stream().map(TicketView::of).forEach(tickets::add);
      matches.of(stage, shard, clients).stream().map(SeatView::of).forEach(seats::add);
      supervision.of(stage, shard, clients).stream()
          .map(AssignmentView::of)
          .forEach(assignments::add);
    }
    return new Document(
        new AccountView(user, dossier.accountCreated()),
        PlayersResource.PlayerItem.of(dossier.player()),
        dossier.player().profile(),
        dossier.clients().stream().map(ClientsResource.ClientView::of).toList(),
        tickets,
        seats,
        assignments);
  }
}
