package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import omgservers.matchmaking.round.Outcome.Addition;
import omgservers.matchmaking.round.Outcome.Beginning;
import omgservers.matchmaking.round.Outcome.Placement;

/**
 * Decides who plays together, for one mode, at one moment:
 *
 * <ol>
 *   <li>Matches that play are filled first. Each ticket, oldest first, takes a place in the first
 *       match that it accepts and that has room for its party.
 *   <li>Then matches begin. Each ticket that is left, oldest first, looks for others: it accepts
 *       whom the rules let it accept at its age, and takes the oldest of these that fit together in
 *       the groups. It prefers a full match, and takes a smaller one when it has waited for as long
 *       as the mode holds tickets back. A match that is ready and empty is taken before a new one.
 *   <li>Tickets end that nobody found and that have waited too long.
 * </ol>
 *
 * The limits of a match are those of the ticket that looks, which is its oldest: whoever waits long
 * enough accepts, and so finds, those who have just come. All else follows from what is given:
 * nothing is drawn by lot, so the same input has the same outcome.
 */
public final class Round {
  private final ModeRules rules;
  private final List<Wish> wishes;
  private final Instant now;
  private final Terrain terrain;
  private final Effort effort;
  private final boolean[] placed;
  private final List<Addition> additions = new ArrayList<>();
  private final List<Beginning> beginnings = new ArrayList<>();

  private Round(ModeRules rules, List<Wish> wishes, Instant now) {
    this.rules = rules;
    this.wishes = wishes;
    this.now = now;
    this.terrain = new Terrain(rules);
    this.effort = Effort.forTickets(wishes.size());
    this.placed = new boolean[wishes.size()];
  }

  /**
   * A round.
   *
   * @param waiting the tickets that wait
   * @param matches the matches that take players, in the order in which to fill them
   * @param openingsMax how many matches may be opened at most
   */
  public static Outcome play(
      ModeRules rules, List<Wish> waiting, List<OpenMatch> matches, int openingsMax, Instant now) {
    List<Wish> oldestFirst =
        waiting.stream()
            .sorted(Comparator.comparing(Wish::since).thenComparing(Wish::ticket))
            .toList();
    Round round = new Round(rules, oldestFirst, now);
    round.fill(matches.stream().filter(match -> match.size() > 0).toList());
    round.begin(matches.stream().filter(match -> match.size() == 0).toList(), openingsMax);
    return new Outcome(round.additions, round.beginnings, round.expired(), round.next());
  }

  /** A match while it is being filled. */
  private static final class Filling {
    private final OpenMatch match;
    private final int[] seats;
    private final List<Long> players;

    private Filling(OpenMatch match, List<ModeRules.Side> groups) {
      this.match = match;
      this.seats =
          groups.stream().mapToInt(side -> match.seats().getOrDefault(side.name(), 0)).toArray();
      this.players = new ArrayList<>(match.players());
    }
  }

  private void fill(List<OpenMatch> playing) {
    Seating seating = new Seating(rules, effort);
    List<Filling> open =
        playing.stream()
            .map(match -> new Filling(match, rules.groups()))
            .filter(filling -> seating.room(filling.seats) > 0)
            .toList();
    int dims = terrain.dims() + 1;
    double[] points = new double[open.size() * dims];
    for (int i = 0; i < open.size(); i++) {
      terrain.locate(open.get(i).match, points, i * dims);
      points[i * dims + dims - 1] = seating.room(open.get(i).seats);
    }
    BoxTree tree = new BoxTree(open.size(), dims, points, effort);
    for (int i = 0; i < wishes.size() && !tree.isEmpty(); i++) {
      Wish wish = wishes.get(i);
      BoxTree.Search search = tree.search(terrain.matches(wish, age(wish)));
      int number = search.next();
      while (number >= 0 && !join(i, open.get(number), seating)) {
        number = search.next();
      }
      if (number >= 0 && seating.room(open.get(number).seats) == 0) {
        tree.remove(number);
      }
    }
  }

  private boolean join(int number, Filling filling, Seating seating) {
    Wish wish = wishes.get(number);
    int group = seating.groupFor(filling.seats, wish.size());
    Instant metSince = now.minusMillis((long) rules.rematch(age(wish)));
    if (group < 0 || wish.hasMet(filling.players, metSince)) {
      return false;
    }
    filling.seats[group] += wish.size();
    filling.players.addAll(wish.players());
    placed[number] = true;
    additions.add(
        new Addition(
            filling.match.match(), new Placement(wish.ticket(), rules.groups().get(group).name())));
    return true;
  }

  private void begin(List<OpenMatch> ready, int openingsMax) {
    int matchesMax = (int) Math.min(Integer.MAX_VALUE, (long) ready.size() + openingsMax);
    List<Wish> left = new ArrayList<>();
    Map<Long, Integer> numbers = new HashMap<>();
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i]) {
        left.add(wishes.get(i));
        numbers.put(wishes.get(i).ticket(), i);
      }
    }
    if (matchesMax == 0 || left.isEmpty()) {
      return;
    }
    Crowd crowd = new Crowd(left, terrain, effort);
    Lineup lineup = new Lineup(rules, left, terrain, crowd, effort, now);
    boolean[] taken = new boolean[left.size()];
    for (int founder = 0; founder < taken.length && beginnings.size() < matchesMax; founder++) {
      if (taken[founder] || crowd.players() < rules.needed()) {
        continue;
      }
      crowd.remove(founder);
      Lineup.Found found = lineup.find(founder);
      if (found != null) {
        long match = beginnings.size() < ready.size() ? ready.get(beginnings.size()).match() : 0;
        beginnings.add(beginning(match, found, left));
        for (int ticket : found.tickets()) {
          taken[ticket] = true;
          placed[numbers.get(left.get(ticket).ticket())] = true;
          if (ticket != founder) {
            crowd.remove(ticket);
          }
        }
      }
    }
  }

  private Beginning beginning(long match, Lineup.Found found, List<Wish> left) {
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < found.groups().size(); i++) {
      placements.add(
          new Placement(
              left.get(found.tickets().get(i)).ticket(),
              rules.groups().get(found.groups().get(i)).name()));
    }
    return new Beginning(match, placements.get(0).ticket(), found.region(), placements);
  }

  private List<Long> expired() {
    List<Long> expired = new ArrayList<>();
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i] && rules.timeout() > 0 && age(wishes.get(i)) >= rules.timeout()) {
        placed[i] = true;
        expired.add(wishes.get(i).ticket());
      }
    }
    return expired;
  }

  private long age(Wish wish) {
    return now.toEpochMilli() - wish.since().toEpochMilli();
  }

  /** The first moment at which a ticket that still waits may do what it may not do now. */
  private Instant next() {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i]) {
        first = Math.min(first, next(wishes.get(i)));
      }
    }
    return first == Long.MAX_VALUE ? null : Instant.ofEpochMilli(first);
  }

  private long next(Wish wish) {
    long since = wish.since().toEpochMilli();
    long age = age(wish);
    long first = Long.MAX_VALUE;
    if (age < rules.hold()) {
      first = since + rules.hold();
    }
    if (rules.timeout() > 0) {
      first = Math.min(first, since + rules.timeout());
    }
    for (Rule rule : rules.rules()) {
      OptionalLong change = rule.limit().changesAfter(age);
      if (change.isPresent()) {
        first = Math.min(first, since + change.getAsLong());
      }
    }
    long rematch = (long) rules.rematch(age);
    for (Instant met : wish.met().values()) {
      // A moment later: who met exactly so long ago may meet again.
      long over = met.toEpochMilli() + rematch;
      first = over > now.toEpochMilli() ? Math.min(first, over) : first;
    }
    return first;
  }
}
