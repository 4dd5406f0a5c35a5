package omgservers.matchmaking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import omgservers.matchmaking.model.Encounters.Encounter;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Recordings.Recording;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.matchmaking.round.Attributes;

/**
 * What waits and plays at a matchmaker, in memory, as its rows are. It is looked at and changed
 * only while the matchmaker's row is locked; see {@link Ledger}.
 */
final class Board {
  private final Map<String, Map<Long, Ticket>> waiting = new HashMap<>();
  private final Map<Long, List<Ticket>> ticketsOf = new HashMap<>();
  private final Map<Long, List<Ticket>> parties = new HashMap<>();
  private final Map<Long, Match> matches = new LinkedHashMap<>();
  private final Map<Long, Map<Long, Seat>> seats = new HashMap<>();
  private final Map<Long, List<Seat>> seatsOf = new HashMap<>();
  private final Map<Long, Map<Long, Instant>> met = new HashMap<>();
  private final Map<String, Recording> recordings = new HashMap<>();
  private final Set<String> stirred = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Instant> next = new HashMap<>();
  private final Pace pace = new Pace();
  private final Map<Long, Attributes> said = new HashMap<>();
  private final Set<Long> closing = new HashSet<>();
  private final Vacancies vacancies = new Vacancies();
  private final Map<Long, Match> over = new LinkedHashMap<>();
  private MatchmakerPlan plan;
  private volatile long revision;

  /** A board that is empty, at this revision of the matchmaker. */
  Board(long revision) {
    this.revision = revision;
  }

  long revision() {
    return revision;
  }

  /** The plan of the matchmaker, which never changes: read when it is first asked for. */
  MatchmakerPlan plan(Supplier<MatchmakerPlan> read) {
    if (plan == null) {
      plan = read.get();
    }
    return plan;
  }

  /** Told last of each change: whoever reads the number sees the change. */
  void revise(long number) {
    revision = number;
  }

  void add(Ticket ticket) {
    waiting.computeIfAbsent(ticket.mode(), mode -> new LinkedHashMap<>()).put(ticket.id(), ticket);
    ticketsOf.computeIfAbsent(ticket.clientId(), client -> new ArrayList<>()).add(ticket);
    parties.computeIfAbsent(ticket.party(), party -> new ArrayList<>()).add(ticket);
    stir(ticket.mode());
  }

  void remove(Ticket ticket) {
    waiting.getOrDefault(ticket.mode(), new HashMap<>()).remove(ticket.id());
    drop(ticketsOf, ticket.clientId(), ticket);
    drop(parties, ticket.party(), ticket);
    said.remove(ticket.id());
  }

  /** What the ticket says, read once. */
  Attributes said(Ticket ticket) {
    return ticket.attributes().isEmpty()
        ? Attributes.NONE
        : said.computeIfAbsent(
            ticket.id(), id -> Attributing.read(ticket.attributes().orElseThrow()));
  }

  /** The game server of the match is to end; false if it was told so before. */
  boolean closes(Match match) {
    over.remove(match.id());
    return closing.add(match.id());
  }

  private static <T> void drop(Map<Long, List<T>> lists, long key, T value) {
    List<T> list = lists.get(key);
    if (list != null && list.remove(value) && list.isEmpty()) {
      lists.remove(key);
    }
  }

  void add(Match match) {
    matches.put(match.id(), match);
    changed(match);
  }

  /** The match is in another state. */
  void changed(Match match) {
    count(match);
    stir(match.mode());
  }

  private void count(Match match) {
    int taken = seats.getOrDefault(match.id(), Map.of()).size();
    vacancies.put(match, taken);
    if (match.state() == Match.State.CLOSED && taken == 0 && !closing.contains(match.id())) {
      over.put(match.id(), match);
    } else {
      // A board that is read anew knows matches before it knows who sits in them.
      over.remove(match.id());
    }
  }

  void remove(Match match) {
    seatsOf(match).forEach(seat -> drop(seatsOf, seat.clientId(), seat));
    seats.remove(match.id());
    matches.remove(match.id());
    closing.remove(match.id());
    vacancies.remove(match);
    over.remove(match.id());
    stir(match.mode());
  }

  void add(Seat seat) {
    seats
        .computeIfAbsent(seat.matchId(), match -> new LinkedHashMap<>())
        .put(seat.clientId(), seat);
    seatsOf.computeIfAbsent(seat.clientId(), client -> new ArrayList<>()).add(seat);
    match(seat.matchId()).ifPresent(this::count);
  }

  void remove(Seat seat) {
    seats.getOrDefault(seat.matchId(), new HashMap<>()).remove(seat.clientId());
    drop(seatsOf, seat.clientId(), seat);
    match(seat.matchId()).ifPresent(this::changed);
  }

  void add(Encounter encounter) {
    met.computeIfAbsent(encounter.user(), user -> new HashMap<>())
        .merge(
            encounter.other(), encounter.met(), (one, other) -> one.isAfter(other) ? one : other);
  }

  /** What was before the moment is forgotten; true if there was anything. */
  boolean forget(Instant before) {
    boolean any = false;
    for (Map<Long, Instant> each : met.values()) {
      any |= each.values().removeIf(moment -> moment.isBefore(before));
    }
    met.values().removeIf(Map::isEmpty);
    return any;
  }

  /** With whom the users were in a match, and when. */
  Map<Long, Instant> met(List<Long> users) {
    if (users.size() == 1) {
      return met.getOrDefault(users.get(0), Map.of());
    }
    Map<Long, Instant> all = new HashMap<>();
    users.forEach(user -> all.putAll(met.getOrDefault(user, Map.of())));
    return all;
  }

  /** Something happened in the mode: a round may decide something. */
  void stir(String mode) {
    stirred.add(mode);
  }

  /** What happened in the mode until now was its round's own doing. */
  void calm(String mode) {
    stirred.remove(mode);
  }

  /** Whether something happened in the mode, or its time has come; it is so no longer. */
  boolean takeStirred(String mode, Instant now) {
    if (wakes(mode, now).filter(moment -> !moment.isAfter(now)).isEmpty()) {
      return false;
    }
    stirred.remove(mode);
    seen.add(mode);
    return true;
  }

  /** When a round of the mode may decide something, which is not before it has rested. */
  Optional<Instant> wakes(String mode, Instant now) {
    boolean due = stirred.contains(mode) || !seen.contains(mode);
    return Optional.ofNullable(due ? now : next.get(mode))
        .map(moment -> pace.notBefore(mode, moment));
  }

  /** How long the rounds of the modes take. */
  Pace pace() {
    return pace;
  }

  /** A round of the mode may decide something at the moment, or never if it is null. */
  void next(String mode, Instant moment) {
    if (moment == null) {
      next.remove(mode);
    } else {
      next.put(mode, moment);
    }
  }

  /** The tickets that wait for the mode. */
  Collection<Ticket> waiting(String mode) {
    return waiting.getOrDefault(mode, Map.of()).values();
  }

  /** All tickets. */
  List<Ticket> tickets() {
    return waiting.values().stream().flatMap(mode -> mode.values().stream()).toList();
  }

  /** How many tickets wait for the mode. */
  int depth(String mode) {
    return waiting(mode).size();
  }

  /** The tickets of the client. */
  List<Ticket> ticketsOf(long client) {
    return List.copyOf(ticketsOf.getOrDefault(client, List.of()));
  }

  /** The tickets of the party, that of the one who asked among them. */
  List<Ticket> party(long party) {
    return List.copyOf(parties.getOrDefault(party, List.of()));
  }

  /**
   * The matches of its mode that have begun and in which the ticket's client has a place. It was
   * asked for on the way there, or on the way back, which is known to the client alone; unless the
   * match itself asks.
   */
  List<Match> doubted(Ticket ticket) {
    return seatsOf.getOrDefault(ticket.clientId(), List.of()).stream()
        .map(seat -> matches.get(seat.matchId()))
        .filter(match -> match.mode().equals(ticket.mode()))
        .filter(match -> match.state() != Match.State.PENDING)
        .filter(match -> match.runtimeId() != ticket.askedBy())
        .toList();
  }

  /** Whether somebody of the ticket's party has a place already: it is not for a round. */
  boolean isHeld(Ticket ticket) {
    return ticket.partyId() == null
        ? !doubted(ticket).isEmpty()
        : party(ticket.party()).stream().anyMatch(each -> !doubted(each).isEmpty());
  }

  /** The ticket. */
  Optional<Ticket> ticket(String mode, long id) {
    return Optional.ofNullable(waiting.getOrDefault(mode, Map.of()).get(id));
  }

  /** All matches, oldest first. */
  List<Match> matches() {
    return List.copyOf(matches.values());
  }

  /** Those that take players. */
  Vacancies vacancies() {
    return vacancies;
  }

  /** Those that are closed and left, and whose game server was not told to end. */
  List<Match> over() {
    return List.copyOf(over.values());
  }

  int matchCount() {
    return matches.size();
  }

  Optional<Match> match(long id) {
    return Optional.ofNullable(matches.get(id));
  }

  /** Who sits in the match. */
  Collection<Seat> seatsOf(Match match) {
    return List.copyOf(seats.getOrDefault(match.id(), Map.of()).values());
  }

  /** Where the client sits. */
  List<Seat> seatsOf(long client) {
    return List.copyOf(seatsOf.getOrDefault(client, List.of()));
  }

  /** What is being recorded, by mode. */
  Map<String, Recording> recordings() {
    return recordings;
  }
}
