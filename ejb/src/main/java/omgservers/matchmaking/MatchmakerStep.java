package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.matchmaking.round.Attributes;
import omgservers.matchmaking.round.OpenMatch;
import omgservers.matchmaking.round.Outcome;
import omgservers.matchmaking.round.Outcome.Placement;
import omgservers.matchmaking.round.Round;
import omgservers.matchmaking.round.Wish;
import omgservers.registry.VersionConfig;
import omgservers.runtime.RuntimeConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.work.DueRows;

/** One transaction on a matchmaker: a round of each mode, then as many ready matches as wanted. */
@ApplicationScoped
@Transactional
class MatchmakerStep {
  private final Matchmakers matchmakers;
  private final MatchmakerStaff staff;
  private final DueRows dueRows;
  private final Outbox outbox;

  @Inject
  MatchmakerStep(Matchmakers matchmakers, MatchmakerStaff staff, DueRows dueRows, Outbox outbox) {
    this.matchmakers = matchmakers;
    this.staff = staff;
    this.dueRows = dueRows;
    this.outbox = outbox;
  }

  protected MatchmakerStep() {
    this(null, null, null, null);
  }

  /** The matchmaker with all that its round needs; seats by match. */
  private record Table(
      Matchmaker matchmaker,
      MatchmakerPlan plan,
      List<Match> matches,
      Map<Long, List<Seat>> seats,
      Set<Long> seated) {
    List<Seat> seatsOf(Match match) {
      return seats.getOrDefault(match.id(), List.of());
    }

    int openings() {
      return Math.max(0, plan.matchesMax() - matches.size());
    }
  }

  void look(int shard, long id) {
    if (!dueRows.take(MatchmakerReconciliation.TABLE, shard, id, staff.now())) {
      return;
    }
    Matchmaker matchmaker = matchmakers.lock(id).orElseThrow();
    Map<Long, List<Seat>> seats =
        matchmakers.seats(id).stream().collect(Collectors.groupingBy(Seat::matchId));
    Table table =
        new Table(
            matchmaker,
            staff.plan(matchmaker),
            new ArrayList<>(matchmakers.matches(id)),
            new HashMap<>(seats),
            new HashSet<>());
    List<Ticket> tickets = matchmakers.tickets(id);
    if (matchmaker.state() == Matchmaker.State.CLOSED) {
      end(table, tickets);
    } else {
      round(table, tickets);
    }
    matchmaker.stepped(matchmaker.retryAt().filter(staff.now()::isBefore).orElse(null));
  }

  private void end(Table table, List<Ticket> tickets) {
    for (Ticket ticket : tickets) {
      matchmakers.remove(table.matchmaker.id(), ticket);
      outbox.send(
          new RuntimeMail.MatchmakingFailed(
              ticket.askedBy(), ticket.clientId(), ticket.mode(), "CLOSED"));
    }
    table.matches.forEach(match -> close(match, "Its deployment was closed."));
  }

  private void round(Table table, List<Ticket> tickets) {
    Map<String, List<Ticket>> byMode =
        tickets.stream().collect(Collectors.groupingBy(Ticket::mode));
    for (VersionConfig.Mode mode : table.plan.modes()) {
      place(table, mode, byMode.getOrDefault(mode.name(), List.of()));
      keepReady(table, mode.name());
    }
    for (Match match : table.matches) {
      if (match.state() == Match.State.CLOSED && table.seatsOf(match).isEmpty()) {
        close(match, "The match is over.");
      }
    }
    boolean draining = table.matchmaker.state() == Matchmaker.State.DRAINING;
    if (draining && table.matches.isEmpty() && tickets.isEmpty()) {
      outbox.send(new MatchmakingMail.Idle(table.matchmaker.deploymentId()));
    }
  }

  private void place(Table table, VersionConfig.Mode mode, List<Ticket> waiting) {
    List<Ticket> tickets =
        waiting.stream().filter(ticket -> !table.seated.contains(ticket.clientId())).toList();
    if (tickets.isEmpty()) {
      return;
    }
    Map<Long, Ticket> byId =
        tickets.stream().collect(Collectors.toMap(Ticket::id, Function.identity()));
    boolean mayOpen = table.matchmaker.mayOpen(staff.now());
    Outcome outcome =
        Round.play(
            Rulebook.rules(mode),
            tickets.stream().map(ticket -> Wish.plain(ticket.id(), ticket.created())).toList(),
            candidates(table, mode.name()),
            mayOpen ? table.openings() : 0,
            staff.now());
    Map<Long, Match> matches =
        table.matches.stream().collect(Collectors.toMap(Match::id, Function.identity()));
    for (Outcome.Addition added : outcome.additions()) {
      seat(table, matches.get(added.match()), List.of(added.placement()), byId);
    }
    for (Outcome.Beginning begun : outcome.beginnings()) {
      Match match = begun.match() == 0 ? open(table, mode.name()) : matches.get(begun.match());
      seat(table, match, begun.placements(), byId);
    }
  }

  /** Matches that are up first, so that nobody waits for a game server while another is ready. */
  private static List<OpenMatch> candidates(Table table, String mode) {
    return table.matches.stream()
        .filter(match -> match.mode().equals(mode) && match.state() != Match.State.CLOSED)
        .sorted(Comparator.comparing((Match match) -> match.state() != Match.State.OPEN))
        .map(
            match ->
                new OpenMatch(
                    match.id(), perGroup(table.seatsOf(match)), Attributes.NONE, null, List.of()))
        .toList();
  }

  private static Map<String, Integer> perGroup(List<Seat> seats) {
    return seats.stream()
        .collect(Collectors.groupingBy(Seat::groupName, Collectors.summingInt(seat -> 1)));
  }

  private void seat(
      Table table, Match match, List<Placement> placements, Map<Long, Ticket> tickets) {
    for (Placement placement : placements) {
      Ticket ticket = tickets.get(placement.ticket());
      Seat seat = staff.seat(match, ticket, placement.group());
      matchmakers.add(match.id(), seat);
      table.seated.add(ticket.clientId());
      table.seats.computeIfAbsent(match.id(), id -> new ArrayList<>()).add(seat);
      matchmakers
          .ticketsOf(table.matchmaker.id(), ticket.clientId())
          .forEach(ended -> matchmakers.remove(table.matchmaker.id(), ended));
      if (match.state() == Match.State.OPEN) {
        staff.move(table.matchmaker, match, seat);
      }
    }
  }

  private void keepReady(Table table, String mode) {
    int wanted = table.matchmaker.state() == Matchmaker.State.OPEN ? table.plan.warm(mode) : 0;
    List<Match> empty =
        table.matches.stream()
            .filter(match -> match.mode().equals(mode))
            .filter(match -> match.state() != Match.State.CLOSED)
            .filter(match -> table.seatsOf(match).isEmpty())
            .toList();
    for (int i = wanted; i < empty.size(); i++) {
      empty.get(i).close();
    }
    boolean mayOpen = table.matchmaker.mayOpen(staff.now());
    for (int i = empty.size(); mayOpen && i < wanted && table.openings() > 0; i++) {
      open(table, mode);
    }
  }

  private Match open(Table table, String mode) {
    Match match = staff.match(table.matchmaker, mode);
    matchmakers.add(match.id(), match);
    table.matches.add(match);
    MatchmakerPlan plan = table.plan;
    outbox.send(
        new RuntimeMail.Open(
            match.runtimeId(),
            plan.purpose(table.matchmaker.id(), match.id(), mode),
            plan.image(),
            RuntimeConfig.match(plan.versionConfig(), table.matchmaker.id(), match.id(), mode),
            plan.limits()));
    return match;
  }

  private void close(Match match, String reason) {
    match.close();
    outbox.send(new RuntimeMail.Close(match.runtimeId(), reason));
  }
}
