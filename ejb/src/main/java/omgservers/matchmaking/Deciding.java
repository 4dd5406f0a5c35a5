package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import omgservers.matchmaking.Ledger.Page;
import omgservers.matchmaking.model.Encounters.Encounter;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.matchmaking.round.ModeRules;
import omgservers.matchmaking.round.OpenMatch;
import omgservers.matchmaking.round.Outcome;
import omgservers.matchmaking.round.Outcome.Placement;
import omgservers.matchmaking.round.Round;
import omgservers.matchmaking.round.Rule;
import omgservers.matchmaking.round.Wish;
import omgservers.registry.VersionConfig;
import omgservers.runtime.RuntimeConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.outbox.Outbox;

/** Plays rounds of a mode with what waits, and makes seats and matches of what they decide. */
@ApplicationScoped
class Deciding {
  /** What a round decided can make more possible; the rest is left to the next look. */
  private static final int ROUNDS_MAX = 8;

  /** A machine that is busy with other things makes no round slow. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Ledger ledger;
  private final MatchmakerStaff staff;
  private final Waits waits;
  private final Outbox outbox;

  @Inject
  Deciding(Ledger ledger, MatchmakerStaff staff, Waits waits, Outbox outbox) {
    this.ledger = ledger;
    this.staff = staff;
    this.waits = waits;
    this.outbox = outbox;
  }

  protected Deciding() {
    this(null, null, null, null);
  }

  /**
   * Rounds of the mode until nothing more can be decided now, or until they took long.
   *
   * @return whether another round may decide more
   */
  boolean decide(Page page, MatchmakerPlan plan, VersionConfig.Mode mode) {
    ModeRules rules = Rulebook.rules(mode);
    Instant next = null;
    boolean again = true;
    long looked = 0;
    for (int i = 0; again && i < ROUNDS_MAX && looked <= Pace.BRIEF.toNanos(); i++) {
      Collection<Ticket> tickets = page.board().waiting(mode.name());
      if (tickets.isEmpty()) {
        next = null;
        again = false;
        break;
      }
      long begun = System.nanoTime();
      long worked = worked();
      waits.played(page.id(), mode.name());
      int openings = page.matchmaker().mayOpen(staff.now()) ? openings(page, plan) : 0;
      List<Wish> wishes = free(page, mode.name());
      Outcome outcome =
          Round.play(
              rules,
              wishes,
              matches(page, mode.name(), rules, wishes.size()),
              openings,
              staff.now());
      looked += worked() - worked;
      carryOut(page, plan, rules, mode.name(), outcome);
      waits.decided(System.nanoTime() - begun);
      next = outcome.next();
      again = !outcome.beginnings().isEmpty();
    }
    page.board().next(mode.name(), next);
    page.board().pace().played(mode.name(), Duration.ofNanos(looked), staff.now());
    return again;
  }

  /** How much this thread has worked, in nanoseconds. */
  long worked() {
    return CPU.getCurrentThreadCpuTime();
  }

  int openings(Page page, MatchmakerPlan plan) {
    return Math.max(0, plan.matchesMax() - page.board().matchCount());
  }

  /** Those that a round may seat. */
  private List<Wish> free(Page page, String mode) {
    Board board = page.board();
    return wishes(page, mode).stream()
        .filter(wish -> !board.isHeld(board.ticket(mode, wish.ticket()).orElseThrow()))
        .toList();
  }

  /** The tickets of the mode, as the round sees them: one for each party. */
  List<Wish> wishes(Page page, String mode) {
    List<Wish> wishes = new ArrayList<>();
    for (Ticket ticket : page.board().waiting(mode)) {
      if (ticket.party() == ticket.id()) {
        List<Long> users =
            ticket.partyId() == null
                ? List.of(ticket.userId())
                : page.board().party(ticket.id()).stream().map(Ticket::userId).toList();
        wishes.add(
            new Wish(
                ticket.id(),
                ticket.created(),
                users,
                page.board().said(ticket),
                page.board().met(users)));
      }
    }
    return wishes;
  }

  /**
   * Where these many tickets may play. Matches that are up come first, so that nobody waits for a
   * game server while another is ready.
   */
  private static List<OpenMatch> matches(Page page, String mode, ModeRules rules, int tickets) {
    Vacancies vacancies = page.board().vacancies();
    List<OpenMatch> open = new ArrayList<>();
    vacancies
        .filling(mode, rules.capacity())
        .forEach(match -> open.add(playing(match, page.board().seatsOf(match))));
    vacancies.empty(mode, tickets).forEach(match -> open.add(OpenMatch.empty(match.id())));
    return open;
  }

  private static OpenMatch playing(Match match, Collection<Seat> seats) {
    Map<String, Integer> perGroup = new HashMap<>();
    seats.forEach(seat -> perGroup.merge(seat.groupName(), 1, Integer::sum));
    return new OpenMatch(
        match.id(),
        perGroup,
        Attributing.read(match.founder().orElse(null)),
        match.region().orElse(null),
        seats.stream().map(Seat::userId).toList());
  }

  private void carryOut(
      Page page, MatchmakerPlan plan, ModeRules rules, String mode, Outcome outcome) {
    Seated seated = new Seated();
    for (Outcome.Addition added : outcome.additions()) {
      Match match = page.board().match(added.match()).orElseThrow();
      seated.add(page, match, List.of(added.placement()));
    }
    for (Outcome.Beginning begun : outcome.beginnings()) {
      Match match =
          begun.match() == 0
              ? open(page, plan, mode)
              : page.board().match(begun.match()).orElseThrow();
      Ticket founder = page.board().ticket(mode, begun.founder()).orElseThrow();
      match.begin(founder.attributes().orElse(null), begun.region());
      if (founder.attributes().isPresent() || begun.region() != null) {
        ledger.write(page, match);
      }
      seated.add(page, match, begun.placements());
      int players =
          begun.placements().stream()
              .mapToInt(placement -> page.board().party(placement.ticket()).size())
              .sum();
      waits.began(
          page.id(), mode, seated.spread(page, rules, begun), (double) players / rules.capacity());
    }
    if (rules.rules().stream().anyMatch(Rule.Rematch.class::isInstance)) {
      ledger.met(page, seated.encounters(page, staff.now()));
    }
    settle(page, plan, seated);
    expire(page, mode, outcome.expired());
  }

  /** The seats of a round, with their tickets. */
  private final class Seated {
    private final List<Seat> seats = new ArrayList<>();
    private final Set<Ticket> tickets = new LinkedHashSet<>();

    private void add(Page page, Match match, List<Placement> placements) {
      for (Placement placement : placements) {
        for (Ticket ticket : page.board().party(placement.ticket())) {
          seats.add(staff.seat(match, ticket, placement.group()));
          tickets.add(ticket);
          waits.matched(page.id(), ticket.mode(), staff.now(), ticket.created());
        }
      }
    }

    /** How far apart those who begin are, by the first rule about a distance; null if none is. */
    private Double spread(Page page, ModeRules rules, Outcome.Beginning begun) {
      Rule.Distance distance =
          rules.rules().stream()
              .filter(Rule.Distance.class::isInstance)
              .map(Rule.Distance.class::cast)
              .findFirst()
              .orElse(null);
      if (distance == null) {
        return null;
      }
      double[] values =
          begun.placements().stream()
              .map(placement -> page.board().party(placement.ticket()).get(0))
              .map(ticket -> page.board().said(ticket))
              .map(said -> said.numbers().getOrDefault(distance.attribute(), distance.otherwise()))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .sorted()
              .toArray();
      return values.length == 0 ? null : values[values.length - 1] - values[0];
    }

    /** Who meets whom; those of one party know each other. */
    private List<Encounter> encounters(Page page, Instant now) {
      List<Encounter> met = new ArrayList<>();
      for (Seat seat : seats) {
        List<Seat> others = new ArrayList<>(seats);
        Match match = page.board().match(seat.matchId()).orElseThrow();
        others.addAll(page.board().seatsOf(match));
        for (Seat other : others) {
          boolean apart = seat.party() == null || !seat.party().equals(other.party());
          if (other.matchId() == seat.matchId() && other.userId() != seat.userId() && apart) {
            met.add(new Encounter(seat.userId(), other.userId(), now));
            met.add(new Encounter(other.userId(), seat.userId(), now));
          }
        }
      }
      return met.stream().distinct().toList();
    }
  }

  /** The seats are taken; what else their clients had asked for ends. */
  private void settle(Page page, MatchmakerPlan plan, Seated seated) {
    Set<Ticket> others = new LinkedHashSet<>();
    Set<Ticket> told = new LinkedHashSet<>();
    for (Ticket ticket : seated.tickets) {
      for (Ticket other : page.board().ticketsOf(ticket.clientId())) {
        if (!seated.tickets.contains(other)) {
          others.add(other);
          page.board().party(other.party()).stream()
              .filter(each -> each.clientId() != ticket.clientId())
              .forEach(told::add);
        }
      }
    }
    told.removeIf(each -> seated.tickets.stream().anyMatch(it -> it.clientId() == each.clientId()));
    others.addAll(told);
    others.addAll(seated.tickets);
    ledger.remove(page, others);
    staff.tell(told, "PARTY_LEFT", "Somebody of the party plays already.");
    ledger.seat(page, seated.seats);
    staff.move(page, plan, seated.seats);
  }

  private void expire(Page page, String mode, List<Long> expired) {
    List<Ticket> ended = new ArrayList<>();
    for (long ticket : expired) {
      ended.addAll(page.board().party(ticket));
    }
    if (!ended.isEmpty()) {
      ledger.remove(page, ended);
      staff.tell(ended, "EXPIRED", "Nobody was found in time.");
      waits.expired(page.id(), mode, ended.size());
    }
  }

  Match open(Page page, MatchmakerPlan plan, String mode) {
    Match match = staff.match(page.matchmaker(), mode);
    ledger.add(page, match);
    outbox.send(
        new RuntimeMail.Open(
            match.runtimeId(),
            plan.purpose(page.id(), match.id(), mode),
            plan.image(),
            RuntimeConfig.match(plan.versionConfig(), page.id(), match.id(), mode),
            plan.limits()));
    return match;
  }
}
