package omgservers.matchmaking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import omgservers.matchmaking.model.Encounters;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Recordings;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.shared.platform.Json;
import omgservers.shared.sharding.Ids;

/**
 * Writes tickets, matches and seats, into the shard and into memory alike. Each change gives the
 * matchmaker's row and its board a number that never comes again, so a board is right exactly if it
 * has the number of the row, which is locked: after a crash, a rollback or a change by another
 * instance it has not, and is read anew. Decision 0021.
 */
@ApplicationScoped
class Ledger {
  private static final int BOARDS_MAX = 10_000;

  private final Matchmakers matchmakers;
  private final Encounters encounters;
  private final Recordings recordings;
  private final Ids ids;
  private final Cache<Long, Board> boards = Caffeine.newBuilder().maximumSize(BOARDS_MAX).build();

  @Inject
  Ledger(Matchmakers matchmakers, Encounters encounters, Recordings recordings, Ids ids) {
    this.matchmakers = matchmakers;
    this.encounters = encounters;
    this.recordings = recordings;
    this.ids = ids;
  }

  protected Ledger() {
    this(null, null, null, null);
  }

  /** A matchmaker that is locked, and what waits and plays there. */
  record Page(Matchmaker matchmaker, Board board) {
    long id() {
      return matchmaker.id();
    }

    /** What it makes matches of, read once. */
    MatchmakerPlan plan() {
      return board.plan(() -> Json.read(matchmaker.plan(), MatchmakerPlan.class));
    }
  }

  /** The page of the matchmaker, which nobody else changes until the transaction ends. */
  Optional<Page> open(long matchmaker) {
    return matchmakers.hold(matchmaker).map(held -> new Page(held, board(held)));
  }

  private Board board(Matchmaker matchmaker) {
    Board known = boards.getIfPresent(matchmaker.id());
    if (known != null && known.revision() == matchmaker.revision()) {
      return known;
    }
    // What the present transaction keeps back is not in the shard yet.
    matchmakers.flush();
    Board fresh = new Board(matchmaker.revision());
    matchmakers.matches(matchmaker.id()).forEach(fresh::add);
    matchmakers.seats(matchmaker.id()).forEach(fresh::add);
    matchmakers.tickets(matchmaker.id()).forEach(fresh::add);
    encounters.of(matchmaker.id()).forEach(fresh::add);
    fresh.recordings().putAll(recordings.of(matchmaker.id()));
    boards.put(matchmaker.id(), fresh);
    return fresh;
  }

  /** The boards of these matchmakers are of no use any more. */
  void drop(LongPredicate which) {
    boards.asMap().keySet().removeIf(which::test);
  }

  /** Does the work; what it adds is written with one statement for each table. */
  void together(Runnable work) {
    matchmakers.together(work);
  }

  private void revise(Page page) {
    page.matchmaker.revise(ids.anywhere());
    page.board.revise(page.matchmaker.revision());
  }

  void add(Page page, List<Ticket> tickets) {
    matchmakers.addTickets(page.id(), tickets);
    tickets.forEach(page.board::add);
    revise(page);
  }

  void remove(Page page, Collection<Ticket> tickets) {
    matchmakers.removeTickets(page.id(), tickets.stream().map(Ticket::id).toList());
    tickets.forEach(page.board::remove);
    revise(page);
  }

  void seat(Page page, List<Seat> seats) {
    matchmakers.addSeats(page.id(), seats);
    seats.forEach(page.board::add);
    revise(page);
  }

  void unseat(Page page, Collection<Seat> seats) {
    matchmakers.removeSeats(page.id(), seats.stream().map(Seat::id).toList());
    seats.forEach(page.board::remove);
    revise(page);
  }

  void add(Page page, Match match) {
    matchmakers.write(match);
    page.board.add(match);
    revise(page);
  }

  /** The match has changed. */
  void write(Page page, Match match) {
    matchmakers.write(match);
    page.board.changed(match);
    revise(page);
  }

  void remove(Page page, Match match) {
    matchmakers.removeMatch(page.id(), match.id());
    page.board.remove(match);
    revise(page);
  }

  void met(Page page, List<Encounters.Encounter> met) {
    encounters.add(page.id(), met);
    met.forEach(page.board::add);
    revise(page);
  }

  /** What was before the moment is forgotten. */
  void forget(Page page, Instant before) {
    if (page.board.forget(before)) {
      encounters.forget(page.id(), before);
      revise(page);
    }
  }

  /** A recording of the mode begins, in place of the one before. */
  void record(Page page, String mode, Instant now) {
    recordings.begin(page.id(), mode, now);
    page.board.recordings().put(mode, new Recordings.Recording(now, 0));
    revise(page);
  }

  /** A recording of the mode is thrown away; false if there is none. */
  boolean erase(Page page, String mode) {
    page.board.recordings().remove(mode);
    revise(page);
    return recordings.end(page.id(), mode);
  }

  /** A ticket came: it is recorded if its mode is. */
  void note(Page page, String mode, int size, String attributes, Instant now) {
    Recordings.Recording recording = page.board.recordings().get(mode);
    if (recording != null && recording.takes(now)) {
      long after = now.toEpochMilli() - recording.started().toEpochMilli();
      recordings.add(
          page.id(), mode, recording.tickets(), new Recordings.Arrival(after, size, attributes));
      page.board
          .recordings()
          .put(mode, new Recordings.Recording(recording.started(), recording.tickets() + 1));
    }
  }
}
