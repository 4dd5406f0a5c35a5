package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omgservers.matchmaking.Ledger.Page;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.registry.VersionConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;

/** Receives what matchmakers are told, in the transaction of the delivery. */
@ApplicationScoped
class MatchmakerDesk {
  private final Matchmakers matchmakers;
  private final Ledger ledger;
  private final MatchmakerStaff staff;
  private final Outbox outbox;
  private final Settings settings;

  @Inject
  MatchmakerDesk(
      Matchmakers matchmakers,
      Ledger ledger,
      MatchmakerStaff staff,
      Outbox outbox,
      Settings settings) {
    this.matchmakers = matchmakers;
    this.ledger = ledger;
    this.staff = staff;
    this.outbox = outbox;
    this.settings = settings;
  }

  protected MatchmakerDesk() {
    this(null, null, null, null, null);
  }

  void open(@Observes MatchmakingMail.Open mail) {
    long id = mail.receiver();
    matchmakers.add(
        id, new Matchmaker(id, mail.plan().deploymentId(), Json.write(mail.plan()), staff.now()));
    staff.wake(id);
  }

  void drain(@Observes MatchmakingMail.Drain mail) {
    staff.change(mail.receiver(), Matchmaker::drain);
  }

  void close(@Observes MatchmakingMail.Close mail) {
    staff.change(mail.receiver(), Matchmaker::close);
  }

  void wanted(@Observes RuntimeNews.MatchmakingWanted mail) {
    Page page =
        ledger
            .open(mail.receiver())
            .filter(open -> open.matchmaker().state() != Matchmaker.State.CLOSED)
            .orElse(null);
    if (page == null) {
      refuse(mail, "CLOSED", null);
      return;
    }
    Optional<VersionConfig.Mode> mode = page.plan().mode(mail.mode());
    if (mode.isEmpty()) {
      refuse(mail, "UNKNOWN_MODE", "The version has no mode '%s'.".formatted(mail.mode()));
      return;
    }
    Optional<Ticket> own = waiting(page, mail.client(), mail.mode());
    if (own.isPresent()
        && own.get().askedBy() != mail.runtime()
        && page.board().isHeld(own.get())) {
      // It has been somewhere since: what it is asked about the old ticket is not about this wish.
      ledger.remove(page, page.board().party(own.get().party()));
      enter(page, mail, mode.get());
    } else if (own.isPresent()) {
      outbox.send(
          new RuntimeMail.MatchmakingWaits(mail.runtime(), mail.client(), told(page, own.get())));
    } else if (isReserved(page, mail.client(), mail.mode())) {
      outbox.send(
          new RuntimeMail.MatchmakingWaits(
              mail.runtime(),
              mail.client(),
              new RuntimeMail.Waiting(0, List.of(mail.client()), mail.mode(), staff.now())));
    } else {
      enter(page, mail, mode.get());
    }
  }

  private void enter(Page page, RuntimeNews.MatchmakingWanted mail, VersionConfig.Mode mode) {
    List<RuntimeNews.Companion> party = mail.party() == null ? List.of() : mail.party();
    String fault = Attributing.fault(mode, mail.attributes());
    if (page.board().depth(mode.name()) + party.size() >= settings.ticketsMax()) {
      refuse(mail, "QUEUE_FULL", "%d tickets wait.".formatted(page.board().depth(mode.name())));
    } else if (party.size() + 1 > mode.partyMax()) {
      refuse(
          mail,
          "PARTY_TOO_LARGE",
          "party: %d players, the mode allows %d".formatted(party.size() + 1, mode.partyMax()));
    } else if (fault != null) {
      refuse(mail, "WRONG_ATTRIBUTES", fault);
    } else {
      for (RuntimeNews.Companion each : party) {
        if (waiting(page, each.client(), mode.name()).isPresent()
            || isReserved(page, each.client(), mode.name())) {
          refuse(mail, "WRONG_PARTY", "party: client %d waits already".formatted(each.client()));
          return;
        }
      }
      String said = said(mail.attributes());
      List<Ticket> tickets = staff.tickets(mail, said);
      ledger.add(page, tickets);
      tickets.forEach(ticket -> doubt(page, ticket));
      ledger.note(page, mode.name(), party.size() + 1, said, staff.now());
      staff.look(page.matchmaker());
    }
  }

  /** Who has a place and is not known to have left it is asked. */
  private void doubt(Page page, Ticket ticket) {
    for (Match match : page.board().doubted(ticket)) {
      outbox.send(
          new MatchmakingMail.PlaceDoubted(
              ticket.clientId(), page.id(), match.runtimeId(), ticket.id()));
    }
  }

  /** The ticket was asked for before the client came to its match: it ends, and nobody is told. */
  void taken(@Observes MatchmakingMail.PlaceTaken mail) {
    staff.work(
        mail.receiver(),
        page ->
            page.board().ticketsOf(mail.client()).stream()
                .filter(ticket -> ticket.id() == mail.ticket())
                .forEach(
                    ticket -> {
                      List<Ticket> party = page.board().party(ticket.party());
                      ledger.remove(page, party);
                      staff.tell(
                          party.stream().filter(each -> each.clientId() != mail.client()).toList(),
                          "PARTY_LEFT",
                          "Somebody of the party plays already.");
                    }));
  }

  private static String said(JsonValue attributes) {
    return attributes == null || attributes == JsonValue.NULL ? null : attributes.toString();
  }

  private void refuse(RuntimeNews.MatchmakingWanted mail, String reason, String detail) {
    outbox.send(
        new RuntimeMail.MatchmakingFailed(
            mail.runtime(), mail.client(), mail.mode(), reason, detail));
    outbox.send(new MatchmakingMail.TicketEnded(mail.client(), mail.mode(), reason));
  }

  private static Optional<Ticket> waiting(Page page, long client, String mode) {
    return page.board().ticketsOf(client).stream()
        .filter(ticket -> ticket.mode().equals(mode))
        .findFirst();
  }

  /** A client for whom a seat in a coming match of the mode is reserved needs no second ticket. */
  private static boolean isReserved(Page page, long client, String mode) {
    return reserved(page, client).stream()
        .anyMatch(seat -> page.board().match(seat.matchId()).orElseThrow().mode().equals(mode));
  }

  private static List<Seat> reserved(Page page, long client) {
    return page.board().seatsOf(client).stream()
        .filter(
            seat ->
                page.board()
                    .match(seat.matchId())
                    .filter(match -> match.state() == Match.State.PENDING)
                    .isPresent())
        .toList();
  }

  private static RuntimeMail.Waiting told(Page page, Ticket ticket) {
    return new RuntimeMail.Waiting(
        ticket.party(),
        page.board().party(ticket.party()).stream().map(Ticket::clientId).toList(),
        ticket.mode(),
        ticket.created());
  }

  void listed(@Observes RuntimeNews.TicketsWanted mail) {
    List<RuntimeMail.Waiting> found =
        ledger
            .open(mail.receiver())
            .map(
                page ->
                    page.board().tickets().stream()
                        .filter(ticket -> ticket.askedBy() == mail.runtime())
                        .filter(ticket -> ticket.party() == ticket.id())
                        .filter(
                            ticket ->
                                mail.clients().isEmpty()
                                    || page.board().party(ticket.party()).stream()
                                        .anyMatch(it -> mail.clients().contains(it.clientId())))
                        .map(ticket -> told(page, ticket))
                        .limit(RuntimeMail.TICKETS_MAX)
                        .toList())
            .orElse(List.of());
    outbox.send(new RuntimeMail.Tickets(mail.runtime(), found));
  }

  void cancelled(@Observes RuntimeNews.MatchmakingCancelled mail) {
    staff.work(
        mail.receiver(),
        page -> {
          List<Ticket> ended = new ArrayList<>();
          for (Ticket ticket : page.board().ticketsOf(mail.client())) {
            if (mail.mode() == null || mail.mode().equals(ticket.mode())) {
              ended.addAll(page.board().party(ticket.party()));
            }
          }
          List<Seat> seats =
              reserved(page, mail.client()).stream()
                  .filter(seat -> mail.mode() == null || mail.mode().equals(mode(page, seat)))
                  .toList();
          for (Seat seat : seats) {
            Match match = page.board().match(seat.matchId()).orElseThrow();
            staff.tell(staff.tickets(page.id(), match, List.of(seat)), "CANCELLED", null);
          }
          if (ended.isEmpty() && seats.isEmpty()) {
            outbox.send(
                new RuntimeMail.MatchmakingFailed(
                    mail.runtime(), mail.client(), mail.mode(), "NOT_WAITING", null));
          }
          ledger.unseat(page, seats);
          ledger.remove(page, ended);
          staff.tell(ended, "CANCELLED", null);
        });
  }

  private static String mode(Page page, Seat seat) {
    return page.board().match(seat.matchId()).orElseThrow().mode();
  }

  void stopped(@Observes RuntimeNews.MatchStopped mail) {
    staff.work(
        mail.receiver(),
        page ->
            page.board()
                .match(mail.match())
                .ifPresent(
                    match -> {
                      match.close();
                      ledger.write(page, match);
                    }));
  }

  void left(@Observes MatchmakingMail.ClientLeft mail) {
    staff.work(
        mail.receiver(),
        page ->
            ledger.unseat(
                page,
                page.board().seatsOf(mail.client()).stream()
                    .filter(
                        seat ->
                            page.board().match(seat.matchId()).orElseThrow().runtimeId()
                                == mail.runtime())
                    .toList()));
  }

  void gone(@Observes MatchmakingMail.ClientGone mail) {
    staff.work(
        mail.receiver(),
        page -> {
          for (Ticket ticket : page.board().ticketsOf(mail.client())) {
            List<Ticket> party = page.board().party(ticket.party());
            ledger.remove(page, party);
            staff.tell(
                party.stream().filter(each -> each.clientId() != mail.client()).toList(),
                "PARTY_LEFT",
                "Client %d of the party has gone.".formatted(mail.client()));
          }
          ledger.unseat(page, page.board().seatsOf(mail.client()));
        });
  }

  void cameUp(@Observes RuntimeNews.CameUp mail) {
    if (mail.qualifier() == RuntimeQualifier.MATCH) {
      staff.work(
          mail.receiver(),
          page ->
              page.board().match(mail.part()).filter(Match::open).ifPresent(it -> begin(page, it)));
    }
  }

  private void begin(Page page, Match match) {
    ledger.write(page, match);
    staff.cameUp(page.matchmaker());
    MatchmakerPlan plan = page.plan();
    staff.move(page, plan, page.board().seatsOf(match));
  }

  void ended(@Observes RuntimeNews.Ended mail) {
    if (mail.qualifier() == RuntimeQualifier.MATCH) {
      staff.work(
          mail.receiver(),
          page -> page.board().match(mail.part()).ifPresent(match -> end(page, match, mail)));
    }
  }

  private void end(Page page, Match match, RuntimeNews.Ended mail) {
    List<Seat> seats = List.copyOf(page.board().seatsOf(match));
    ledger.remove(page, match);
    if (!mail.cameUp()) {
      staff.failed(page.matchmaker(), mail.reason());
      giveBack(page, match, seats);
    }
  }

  /** The match did not come up: its tickets wait again, with their age. */
  private void giveBack(Page page, Match match, List<Seat> seats) {
    List<Seat> wanting =
        seats.stream()
            .filter(seat -> waiting(page, seat.clientId(), match.mode()).isEmpty())
            .toList();
    ledger.add(page, staff.tickets(page.id(), match, wanting));
  }
}
