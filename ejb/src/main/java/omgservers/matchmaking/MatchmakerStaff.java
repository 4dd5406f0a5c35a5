package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.function.Consumer;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.runtime.RuntimeConfig;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Ids;
import omgservers.shared.work.Pauses;
import omgservers.shared.work.Wakes;

/** What the desk and the step of matchmakers share. */
@ApplicationScoped
class MatchmakerStaff {
  private final Matchmakers matchmakers;
  private final Outbox outbox;
  private final Wakes wakes;
  private final Ids ids;
  private final Settings settings;

  @Inject
  MatchmakerStaff(Matchmakers matchmakers, Outbox outbox, Wakes wakes, Ids ids, Settings settings) {
    this.matchmakers = matchmakers;
    this.outbox = outbox;
    this.wakes = wakes;
    this.ids = ids;
    this.settings = settings;
  }

  protected MatchmakerStaff() {
    this(null, null, null, null, null);
  }

  Instant now() {
    return wakes.now();
  }

  MatchmakerPlan plan(Matchmaker matchmaker) {
    return Json.read(matchmaker.plan(), MatchmakerPlan.class);
  }

  /** The matchmaker is looked at as soon as the present change is committed. */
  void look(long id) {
    change(id, matchmaker -> {});
  }

  /** Changes the matchmaker, which is then looked at as soon as the change is committed. */
  void change(long id, Consumer<Matchmaker> change) {
    matchmakers
        .lock(id)
        .ifPresent(
            matchmaker -> {
              change.accept(matchmaker);
              matchmaker.dueBy(now());
              wake(id);
            });
  }

  void wake(long id) {
    wakes.wake(MatchmakerReconciliation.TABLE, id);
  }

  Ticket ticket(RuntimeNews.MatchmakingWanted mail) {
    return new Ticket(
        ids.beside(mail.receiver()),
        mail.receiver(),
        mail.client(),
        mail.user(),
        mail.mode(),
        mail.runtime(),
        now());
  }

  Ticket ticket(long matchmaker, Match match, Seat seat) {
    return new Ticket(
        ids.beside(matchmaker),
        matchmaker,
        seat.clientId(),
        seat.userId(),
        match.mode(),
        seat.askedBy(),
        seat.ticketCreated());
  }

  Seat seat(Match match, Ticket ticket, String group) {
    return new Seat(
        ids.beside(match.id()),
        ticket.clientId(),
        match.id(),
        ticket.userId(),
        group,
        ticket.askedBy(),
        ticket.created());
  }

  Match match(Matchmaker matchmaker, String mode) {
    return new Match(ids.beside(matchmaker.id()), matchmaker.id(), ids.anywhere(), mode, now());
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

  /** Tells the client that it plays in the match from now on. */
  void move(Matchmaker matchmaker, Match match, Seat seat) {
    outbox.send(
        new RuntimeNews.Moves(
            seat.clientId(),
            matchmaker.id(),
            match.runtimeId(),
            RuntimeQualifier.MATCH,
            RuntimeConfig.match(
                plan(matchmaker).versionConfig(), matchmaker.id(), match.id(), match.mode()),
            seat.groupName()));
  }
}
