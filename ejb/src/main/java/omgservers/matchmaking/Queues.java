package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Ticket;
import omgservers.registry.VersionConfig;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** Who waits for a match, by mode. */
@ApplicationScoped
@Transactional
public class Queues {
  private final Matchmakers matchmakers;
  private final MatchmakerStaff staff;
  private final Ledger ledger;
  private final Audit audit;

  /** Queues of these matchmakers. */
  @Inject
  public Queues(Matchmakers matchmakers, MatchmakerStaff staff, Ledger ledger, Audit audit) {
    this.matchmakers = matchmakers;
    this.staff = staff;
    this.ledger = ledger;
    this.audit = audit;
  }

  protected Queues() {
    this(null, null, null, null);
  }

  /** The queue of a mode, which has this place among the modes of its version. */
  public record QueueFact(
      int place, String mode, long waiting, Instant oldest, long openMatches, long seatsFree) {}

  /** A wish that waits; the region is the nearest of those it tells of, null if it tells none. */
  public record TicketFact(long id, long clientId, long userId, Instant created, String region) {
    static TicketFact of(Ticket ticket) {
      return new TicketFact(
          ticket.id(),
          ticket.clientId(),
          ticket.userId(),
          ticket.created(),
          Attributing.nearest(ticket.attributes().orElse(null)));
    }
  }

  /** The queue of each of these modes at the matchmaker. */
  public List<QueueFact> list(Admission stage, long matchmaker, List<VersionConfig.Mode> modes) {
    stage.require(Scope.READ);
    Map<String, Matchmakers.Waiting> waiting =
        matchmakers.waiting(matchmaker).stream()
            .collect(Collectors.toMap(Matchmakers.Waiting::mode, Function.identity()));
    Map<String, Matchmakers.Playing> playing =
        matchmakers.playing(matchmaker).stream()
            .collect(Collectors.toMap(Matchmakers.Playing::mode, Function.identity()));
    return IntStream.range(0, modes.size())
        .mapToObj(
            place -> {
              String mode = modes.get(place).name();
              return fact(place, modes.get(place), waiting.get(mode), playing.get(mode));
            })
        .toList();
  }

  private static QueueFact fact(
      int place,
      VersionConfig.Mode mode,
      Matchmakers.Waiting waiting,
      Matchmakers.Playing playing) {
    long open = playing == null ? 0 : playing.matches();
    long taken = playing == null ? 0 : playing.players();
    long seats = open * Rulebook.rules(mode).capacity();
    return new QueueFact(
        place,
        mode.name(),
        waiting == null ? 0 : waiting.tickets(),
        waiting == null ? null : waiting.oldest(),
        open,
        Math.max(0, seats - taken));
  }

  /** Wishes for the mode at the matchmaker. */
  public List<TicketFact> tickets(Admission stage, long matchmaker, String mode, Slice slice) {
    stage.require(Scope.READ);
    return matchmakers.listTickets(matchmaker, mode, slice).stream().map(TicketFact::of).toList();
  }

  /** A wish of one client, at whatever matchmaker. */
  public record ClientTicket(
      long id, long matchmakerId, long clientId, String mode, Instant created) {
    static ClientTicket of(Ticket ticket) {
      return new ClientTicket(
          ticket.id(), ticket.matchmakerId(), ticket.clientId(), ticket.mode(), ticket.created());
    }
  }

  /** The wishes of these clients of the stage that lie on the shard. */
  public List<ClientTicket> of(Admission stage, int shard, List<Long> clients) {
    stage.require(Scope.READ);
    return matchmakers.ticketsOf(shard, clients).stream().map(ClientTicket::of).toList();
  }

  /** Cancels the wish; the game server that asked is told. */
  public void cancel(Admission stage, long matchmaker, String mode, long id) {
    stage.require(Scope.DEPLOYMENTS);
    // Under the matchmaker's lock no round seats the ticket meanwhile.
    Ledger.Page page = ledger.open(matchmaker).orElseThrow(() -> unknown(mode, id));
    Ticket ticket = page.board().ticket(mode, id).orElseThrow(() -> unknown(mode, id));
    List<Ticket> party = page.board().party(ticket.party());
    ledger.remove(page, party);
    staff.tell(party, "CANCELLED", null);
    staff.look(page.matchmaker());
    audit.record(
        stage.caller().actor(),
        "ticket.delete",
        stage.subject(id),
        Map.of("client_id", ticket.clientId(), "mode", mode),
        null);
  }

  private static Refusal unknown(String mode, long id) {
    return Refusal.notFound("The queue '%s' has no ticket %d.".formatted(mode, id));
  }
}
