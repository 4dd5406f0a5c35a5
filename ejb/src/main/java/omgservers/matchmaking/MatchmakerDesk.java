package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;

/** Receives what matchmakers are told, in the transaction of the delivery. */
@ApplicationScoped
class MatchmakerDesk {
  private final Matchmakers matchmakers;
  private final MatchmakerStaff staff;
  private final Outbox outbox;

  @Inject
  MatchmakerDesk(Matchmakers matchmakers, MatchmakerStaff staff, Outbox outbox) {
    this.matchmakers = matchmakers;
    this.staff = staff;
    this.outbox = outbox;
  }

  protected MatchmakerDesk() {
    this(null, null, null);
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
    String refusal = refusal(mail);
    if (refusal != null) {
      outbox.send(
          new RuntimeMail.MatchmakingFailed(mail.runtime(), mail.client(), mail.mode(), refusal));
      return;
    }
    boolean asked =
        matchmakers.ticketsOf(mail.receiver(), mail.client()).stream()
            .anyMatch(ticket -> ticket.mode().equals(mail.mode()));
    if (!asked && !reserved(mail)) {
      matchmakers.add(mail.receiver(), staff.ticket(mail));
      staff.look(mail.receiver());
    }
  }

  private String refusal(RuntimeNews.MatchmakingWanted mail) {
    Matchmaker matchmaker = matchmakers.lock(mail.receiver()).orElse(null);
    if (matchmaker == null || matchmaker.state() == Matchmaker.State.CLOSED) {
      return "CLOSED";
    }
    if (staff.plan(matchmaker).mode(mail.mode()).isEmpty()) {
      return "UNKNOWN_MODE";
    }
    return matchmakers.depth(mail.receiver()) >= Matchmakers.TICKETS_MAX ? "QUEUE_FULL" : null;
  }

  /** A client for whom a seat in a coming match of the mode is reserved needs no second ticket. */
  private boolean reserved(RuntimeNews.MatchmakingWanted mail) {
    return matchmakers.seatsOfClient(mail.receiver(), mail.client()).stream()
        .map(seat -> matchmakers.match(seat.matchId()).orElseThrow())
        .anyMatch(
            match -> match.state() == Match.State.PENDING && match.mode().equals(mail.mode()));
  }

  void cancelled(@Observes RuntimeNews.MatchmakingCancelled mail) {
    for (Ticket ticket : matchmakers.ticketsOf(mail.receiver(), mail.client())) {
      matchmakers.remove(mail.receiver(), ticket);
      outbox.send(
          new RuntimeMail.MatchmakingFailed(
              mail.runtime(), mail.client(), ticket.mode(), "CANCELLED"));
    }
    for (Seat seat : matchmakers.seatsOfClient(mail.receiver(), mail.client())) {
      Match match = matchmakers.match(seat.matchId()).orElseThrow();
      if (match.state() == Match.State.PENDING) {
        matchmakers.remove(mail.receiver(), seat);
        outbox.send(
            new RuntimeMail.MatchmakingFailed(
                mail.runtime(), mail.client(), match.mode(), "CANCELLED"));
      }
    }
    staff.look(mail.receiver());
  }

  void stopped(@Observes RuntimeNews.MatchStopped mail) {
    matchmakers.match(mail.match()).ifPresent(Match::close);
    staff.look(mail.receiver());
  }

  void left(@Observes MatchmakingMail.ClientLeft mail) {
    for (Seat seat : matchmakers.seatsOfClient(mail.receiver(), mail.client())) {
      if (matchmakers.match(seat.matchId()).orElseThrow().runtimeId() == mail.runtime()) {
        matchmakers.remove(mail.receiver(), seat);
      }
    }
    staff.look(mail.receiver());
  }

  void gone(@Observes MatchmakingMail.ClientGone mail) {
    matchmakers
        .ticketsOf(mail.receiver(), mail.client())
        .forEach(ticket -> matchmakers.remove(mail.receiver(), ticket));
    matchmakers
        .seatsOfClient(mail.receiver(), mail.client())
        .forEach(seat -> matchmakers.remove(mail.receiver(), seat));
    staff.look(mail.receiver());
  }

  void cameUp(@Observes RuntimeNews.CameUp mail) {
    if (mail.qualifier() == RuntimeQualifier.MATCH) {
      matchmakers
          .match(mail.part())
          .filter(Match::open)
          .ifPresent(
              match -> staff.change(mail.receiver(), matchmaker -> begin(matchmaker, match)));
    }
  }

  private void begin(Matchmaker matchmaker, Match match) {
    staff.cameUp(matchmaker);
    matchmakers.seatsOf(match.id()).forEach(seat -> staff.move(matchmaker, match, seat));
  }

  void ended(@Observes RuntimeNews.Ended mail) {
    if (mail.qualifier() == RuntimeQualifier.MATCH) {
      matchmakers
          .match(mail.part())
          .ifPresent(
              match -> staff.change(mail.receiver(), matchmaker -> end(matchmaker, match, mail)));
    }
  }

  private void end(Matchmaker matchmaker, Match match, RuntimeNews.Ended mail) {
    if (!mail.cameUp()) {
      staff.failed(matchmaker, mail.reason());
      giveBack(matchmaker, match);
    }
    matchmakers.remove(matchmaker.id(), match);
  }

  /** The match did not come up: its tickets wait again, with their age. */
  private void giveBack(Matchmaker matchmaker, Match match) {
    for (Seat seat : matchmakers.seatsOf(match.id())) {
      boolean waits =
          matchmakers.ticketsOf(matchmaker.id(), seat.clientId()).stream()
              .anyMatch(ticket -> ticket.mode().equals(match.mode()));
      if (!waits) {
        matchmakers.add(matchmaker.id(), staff.ticket(matchmaker.id(), match, seat));
      }
    }
  }
}
