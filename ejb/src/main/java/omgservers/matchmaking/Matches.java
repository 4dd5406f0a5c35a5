package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.audit.Audit;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** The matches of a matchmaker, to look at and to end. */
@ApplicationScoped
@Transactional
public class Matches {
  private final Matchmakers matchmakers;
  private final MatchmakerStaff staff;
  private final Ledger ledger;
  private final Outbox outbox;
  private final Audit audit;

  /** Matches of these matchmakers. */
  @Inject
  public Matches(
      Matchmakers matchmakers, MatchmakerStaff staff, Ledger ledger, Outbox outbox, Audit audit) {
    this.matchmakers = matchmakers;
    this.staff = staff;
    this.ledger = ledger;
    this.outbox = outbox;
    this.audit = audit;
  }

  protected Matches() {
    this(null, null, null, null, null);
  }

  /** A match with the number of its players, and where it is played; null if no rule says so. */
  public record MatchFact(
      long id,
      long runtimeId,
      String mode,
      Match.State state,
      long players,
      Instant created,
      String region) {
    static MatchFact of(Match match, long players) {
      return new MatchFact(
          match.id(),
          match.runtimeId(),
          match.mode(),
          match.state(),
          players,
          match.created(),
          match.region().orElse(null));
    }
  }

  /** A place in a match. */
  public record SeatFact(long clientId, long userId, String groupName) {
    static SeatFact of(Seat seat) {
      return new SeatFact(seat.clientId(), seat.userId(), seat.groupName());
    }
  }

  /** A match with its places. */
  public record SeatedMatch(MatchFact match, List<SeatFact> seats) {}

  /** Which matches are wanted; null means any. */
  public record Wish(String mode, Match.State state) {}

  /** How many matches each of these matchmakers has, of those that lie on the shard. */
  public Map<Long, Long> counts(Admission stage, int shard, Collection<Long> makers) {
    stage.require(Scope.READ);
    return matchmakers.matchCounts(shard, makers);
  }

  /** Matches of the matchmaker. */
  public List<MatchFact> list(Admission stage, long matchmaker, Wish wish, Slice slice) {
    stage.require(Scope.READ);
    List<Match> found = matchmakers.listMatches(matchmaker, wish.mode, wish.state, slice);
    Map<Long, Long> players =
        matchmakers.seatCounts(matchmaker, found.stream().map(Match::id).toList());
    return found.stream()
        .map(match -> MatchFact.of(match, players.getOrDefault(match.id(), 0L)))
        .toList();
  }

  /** The match of the matchmaker, with its places. */
  public SeatedMatch get(Admission stage, long matchmaker, long id) {
    stage.require(Scope.READ);
    return seated(own(matchmaker, id));
  }

  private Match own(long matchmaker, long id) {
    return matchmakers.match(matchmaker, id).orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(long id) {
    return Refusal.notFound("The deployment has no match " + id + ".");
  }

  private SeatedMatch seated(Match match) {
    List<SeatFact> seats = matchmakers.seatsOf(match.id()).stream().map(SeatFact::of).toList();
    return new SeatedMatch(MatchFact.of(match, seats.size()), seats);
  }

  /** A place of one client, in whatever match. */
  public record ClientSeat(long matchId, long clientId, String groupName) {
    static ClientSeat of(Seat seat) {
      return new ClientSeat(seat.matchId(), seat.clientId(), seat.groupName());
    }
  }

  /** The places of these clients of the stage that lie on the shard. */
  public List<ClientSeat> of(Admission stage, int shard, List<Long> clients) {
    stage.require(Scope.READ);
    return matchmakers.seatsOf(shard, clients).stream().map(ClientSeat::of).toList();
  }

  /** Ends the match: its game server is stopped, its clients go back to a lobby. */
  public SeatedMatch end(Admission stage, long matchmaker, long id) {
    stage.require(Scope.DEPLOYMENTS);
    // Under the matchmaker's lock nobody is seated in the match meanwhile.
    Ledger.Page page = ledger.open(matchmaker).orElseThrow(() -> unknown(id));
    Match match = page.board().match(id).orElseThrow(() -> unknown(id));
    Match.State before = match.state();
    match.close();
    ledger.write(page, match);
    staff.look(page.matchmaker());
    outbox.send(
        new RuntimeMail.Close(
            match.runtimeId(), "The match was ended by " + stage.caller().name() + "."));
    audit.record(
        stage.caller().actor(),
        "match.delete",
        stage.subject(id),
        Map.of("mode", match.mode(), "state", before),
        Map.of("mode", match.mode(), "state", match.state()));
    return seated(match);
  }
}
