package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import omgservers.matchmaking.Ledger.Page;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.runtime.RuntimeConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Mail;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Ids;
import omgservers.shared.work.Pauses;
import omgservers.shared.work.Wakes;

/** What the desk and the step of matchmakers share. */
@ApplicationScoped
class MatchmakerStaff {
  private final Ledger ledger;
  private final Outbox outbox;
  private final Wakes wakes;
  private final Ids ids;
  private final Settings settings;
  private final Matchmakers matchmakers;

  @Inject
  MatchmakerStaff(
      Matchmakers matchmakers,
      Ledger ledger,
      Outbox outbox,
      Wakes wakes,
      Ids ids,
      Settings settings) {
    this.matchmakers = matchmakers;
    this.ledger = ledger;
    this.outbox = outbox;
    this.wakes = wakes;
    this.ids = ids;
    this.settings = settings;
  }

  protected MatchmakerStaff() {
    this(null, null, null, null, null, null);
  }

  Instant now() {
    return wakes.now();
  }

  /** Changes the matchmaker, which is then looked at as soon as the change is committed. */
  void change(long id, Consumer<Matchmaker> change) {
    matchmakers
        .hold(id)
        .ifPresent(
            matchmaker -> {
              change.accept(matchmaker);
              look(matchmaker);
            });
  }

  /** Changes what waits or plays there; it is looked at as soon as the change is committed. */
  void work(long id, Consumer<Page> work) {
    ledger
        .open(id)
        .ifPresent(
            page -> {
              work.accept(page);
              look(page.matchmaker());
            });
  }

  void look(Matchmaker matchmaker) {
    matchmaker.dueBy(now());
    wake(matchmaker.id());
  }

  void wake(long id) {
    wakes.wake(MatchmakerReconciliation.TABLE, id);
  }

  /** The tickets of a wish: of the one who asks, and of the party. */
  List<Ticket> tickets(RuntimeNews.MatchmakingWanted mail, String attributes) {
    Instant now = now().truncatedTo(ChronoUnit.MILLIS);
    List<RuntimeNews.Companion> all = new ArrayList<>();
    all.add(new RuntimeNews.Companion(mail.client(), mail.user()));
    all.addAll(mail.party() == null ? List.of() : mail.party());
    List<Ticket> tickets = new ArrayList<>();
    for (RuntimeNews.Companion each : all) {
      Ticket ticket =
          new Ticket(
              ids.beside(mail.receiver()),
              mail.receiver(),
              each.client(),
              each.user(),
              mail.mode(),
              mail.runtime(),
              now);
      tickets.add(ticket);
      if (all.size() > 1) {
        ticket.joins(tickets.get(0).id());
      }
    }
    tickets.get(0).says(attributes);
    return tickets;
  }

  /** The tickets from which these seats came, with their age; parties that came in one match. */
  List<Ticket> tickets(long matchmaker, Match match, Collection<Seat> seats) {
    List<Ticket> tickets = new ArrayList<>();
    Map<Long, Long> parties = new HashMap<>();
    for (Seat seat : seats) {
      Ticket ticket =
          new Ticket(
              ids.beside(matchmaker),
              matchmaker,
              seat.clientId(),
              seat.userId(),
              match.mode(),
              seat.askedBy(),
              seat.ticketCreated());
      ticket.says(seat.attributes().orElse(null));
      if (seat.party() != null) {
        ticket.joins(parties.computeIfAbsent(seat.party(), party -> ticket.id()));
      }
      tickets.add(ticket);
    }
    return tickets;
  }

  Seat seat(Match match, Ticket ticket, String group) {
    Seat seat =
        new Seat(
            ids.beside(match.id()),
            ticket.clientId(),
            match.id(),
            ticket.userId(),
            group,
            ticket.askedBy(),
            ticket.created());
    seat.remember(ticket.partyId(), ticket.attributes().orElse(null));
    return seat;
  }

  Match match(Matchmaker matchmaker, String mode) {
    return new Match(ids.beside(matchmaker.id()), matchmaker.id(), ids.anywhere(), mode, now());
  }

  /** Tells the game server that asked, and the players, that these tickets came to nothing. */
  void tell(Collection<Ticket> ended, String reason, String detail) {
    List<Mail> letters = new ArrayList<>();
    for (Ticket ticket : ended) {
      letters.add(
          new RuntimeMail.MatchmakingFailed(
              ticket.askedBy(), ticket.clientId(), ticket.mode(), reason, detail));
      letters.add(new MatchmakingMail.TicketEnded(ticket.clientId(), ticket.mode(), reason));
    }
    outbox.send(letters);
  }

  /** A match of it did not come up: the next attempt waits longer with each failure. */
  void failed(Matchmaker matchmaker, String why) {
    int failures = matchmaker.failures() + 1;
    boolean degraded = failures >= settings.deploymentFailures();
    var pause = degraded ? settings.deploymentDegradedPause() : Pauses.after(failures);
    matchmaker.matchFailed(why, now().plus(pause));
    if (degraded) {
      outbox.send(new MatchmakingMail.Failing(matchmaker.deploymentId(), why));
    }
  }

  /** A match of it came up. */
  void cameUp(Matchmaker matchmaker) {
    if (matchmaker.failures() >= settings.deploymentFailures()) {
      outbox.send(new MatchmakingMail.Recovered(matchmaker.deploymentId()));
    }
    matchmaker.matchCameUp();
  }

  /** Tells the clients of seats that they play from now on, if their match has come up. */
  void move(Page page, MatchmakerPlan plan, Collection<Seat> seats) {
    List<RuntimeNews.Moves> moves = new ArrayList<>();
    for (Seat seat : seats) {
      Match match = page.board().match(seat.matchId()).orElseThrow();
      if (match.state() == Match.State.OPEN) {
        moves.add(
            new RuntimeNews.Moves(
                seat.clientId(),
                match.matchmakerId(),
                match.runtimeId(),
                RuntimeQualifier.MATCH,
                RuntimeConfig.match(
                    plan.versionConfig(), match.matchmakerId(), match.id(), match.mode()),
                seat.groupName()));
      }
    }
    outbox.send(moves);
  }
}
