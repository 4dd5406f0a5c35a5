package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omgservers.matchmaking.round.Outcome.Addition;
import omgservers.matchmaking.round.Outcome.Beginning;
import omgservers.matchmaking.round.Outcome.Placement;

/**
 * The round as one would write it down: every ticket is compared with every other one, every set of
 * tickets is tried in every way to seat it. It takes for ever with more than ten tickets.
 */
final class SlowRound {
  private final ModeRules rules;
  private final Instant now;
  private final List<Wish> waiting;
  private final List<Addition> additions = new ArrayList<>();
  private final List<Beginning> beginnings = new ArrayList<>();

  private SlowRound(ModeRules rules, List<Wish> waiting, Instant now) {
    this.rules = rules;
    this.now = now;
    this.waiting = new ArrayList<>(waiting);
    this.waiting.sort(Comparator.comparing(Wish::since).thenComparing(Wish::ticket));
  }

  static Outcome play(
      ModeRules rules, List<Wish> waiting, List<OpenMatch> matches, int openingsMax, Instant now) {
    SlowRound round = new SlowRound(rules, waiting, now);
    round.fill(matches.stream().filter(match -> match.size() > 0).toList());
    round.begin(matches.stream().filter(match -> match.size() == 0).toList(), openingsMax);
    List<Long> expired =
        round.waiting.stream()
            .filter(wish -> rules.timeout() > 0 && round.age(wish) >= rules.timeout())
            .map(Wish::ticket)
            .toList();
    return new Outcome(round.additions, round.beginnings, expired, null);
  }

  private long age(Wish wish) {
    return now.toEpochMilli() - wish.since().toEpochMilli();
  }

  /** Whether a ticket of this age accepts the other attributes, in the region if there is one. */
  static boolean accepts(
      ModeRules rules, Attributes one, long age, Attributes other, String region) {
    for (Rule rule : rules.rules()) {
      double limit = rule.limit().at(age);
      if (limit != Double.POSITIVE_INFINITY) {
        if (rule instanceof Rule.Distance distance) {
          double a = one.numbers().getOrDefault(distance.attribute(), distance.otherwise());
          double b = other.numbers().getOrDefault(distance.attribute(), distance.otherwise());
          if (Math.abs(a - b) > limit) {
            return false;
          }
        } else if (rule instanceof Rule.Equal equal) {
          String a = one.texts().getOrDefault(equal.attribute(), equal.otherwise());
          String b = other.texts().getOrDefault(equal.attribute(), equal.otherwise());
          if (!a.equals(b)) {
            return false;
          }
        } else if (rule instanceof Rule.Latency && region != null) {
          Double latency = other.latencies().get(region);
          if (latency == null || latency > limit) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean haveMet(Wish one, List<Long> players, long age) {
    return players.stream()
        .map(player -> one.met().get(player))
        .anyMatch(
            met ->
                met != null && now.toEpochMilli() - met.toEpochMilli() < (long) rules.rematch(age));
  }

  private void fill(List<OpenMatch> playing) {
    List<Map<String, Integer>> seats = new ArrayList<>();
    List<List<Long>> players = new ArrayList<>();
    playing.forEach(match -> seats.add(new HashMap<>(match.seats())));
    playing.forEach(match -> players.add(new ArrayList<>(match.players())));
    for (Wish wish : List.copyOf(waiting)) {
      for (int i = 0; i < playing.size() && waiting.contains(wish); i++) {
        OpenMatch match = playing.get(i);
        boolean reaches =
            match.region() == null
                || accepts(rules, wish.attributes(), age(wish), wish.attributes(), match.region());
        ModeRules.Side side = group(seats.get(i), wish.size());
        if (reaches
            && side != null
            && accepts(rules, wish.attributes(), age(wish), match.founder(), null)
            && !haveMet(wish, players.get(i), age(wish))) {
          seats.get(i).merge(side.name(), wish.size(), Integer::sum);
          players.get(i).addAll(wish.players());
          waiting.remove(wish);
          additions.add(new Addition(match.match(), new Placement(wish.ticket(), side.name())));
        }
      }
    }
  }

  /** The neediest group that has room, if the groups can still reach their minima then. */
  private ModeRules.Side group(Map<String, Integer> seats, int size) {
    int players = seats.values().stream().mapToInt(Integer::intValue).sum();
    return rules.groups().stream()
        .filter(side -> seats.getOrDefault(side.name(), 0) + size <= side.maxPlayers())
        .filter(
            side -> {
              Map<String, Integer> after = new HashMap<>(seats);
              after.merge(side.name(), size, Integer::sum);
              int missing = rules.groups().stream().mapToInt(each -> missing(each, after)).sum();
              return players + size + missing <= rules.capacity();
            })
        .min(
            Comparator.comparing((ModeRules.Side side) -> -missing(side, seats))
                .thenComparing(side -> seats.getOrDefault(side.name(), 0)))
        .orElse(null);
  }

  private static int missing(ModeRules.Side side, Map<String, Integer> seats) {
    return Math.max(0, side.minPlayers() - seats.getOrDefault(side.name(), 0));
  }

  private void begin(List<OpenMatch> ready, int openingsMax) {
    for (Wish founder : List.copyOf(waiting)) {
      if (waiting.contains(founder) && beginnings.size() < ready.size() + openingsMax) {
        Beginning found = match(founder);
        if (found != null) {
          long match = beginnings.size() < ready.size() ? ready.get(beginnings.size()).match() : 0;
          beginnings.add(new Beginning(match, found.founder(), found.region(), found.placements()));
          List<Long> tickets = found.placements().stream().map(Placement::ticket).toList();
          waiting.removeIf(wish -> tickets.contains(wish.ticket()));
        }
      }
    }
  }

  private Beginning match(Wish founder) {
    Beginning full = match(founder, rules.capacity());
    boolean held = age(founder) < rules.hold();
    return full != null || held ? full : match(founder, rules.needed());
  }

  private Beginning match(Wish founder, int target) {
    for (String region : regions(founder)) {
      List<Wish> others =
          waiting.stream()
              .filter(wish -> waiting.indexOf(wish) > waiting.indexOf(founder))
              .filter(
                  wish ->
                      accepts(rules, founder.attributes(), age(founder), wish.attributes(), region))
              .toList();
      List<Wish> found = first(new ArrayList<>(List.of(founder)), others, age(founder), target);
      if (found != null) {
        List<Placement> placements =
            found.stream().map(wish -> new Placement(wish.ticket(), "any")).toList();
        return new Beginning(0, founder.ticket(), region, placements);
      }
    }
    return null;
  }

  private List<String> regions(Wish wish) {
    double limit = new Terrain(rules).latencyLimit(age(wish));
    List<String> near =
        rules.regions().stream()
            .filter(region -> wish.attributes().latencies().containsKey(region))
            .filter(region -> wish.attributes().latencies().get(region) <= limit)
            .sorted(Comparator.comparing(region -> wish.attributes().latencies().get(region)))
            .toList();
    if (limit != Double.POSITIVE_INFINITY) {
      return near;
    }
    List<String> one = new ArrayList<>();
    one.add(near.isEmpty() ? null : near.get(0));
    return one;
  }

  /** The first set that is a match, when each ticket in turn is rather with it than without. */
  private List<Wish> first(List<Wish> chosen, List<Wish> others, long age, int target) {
    if (others.isEmpty()) {
      return isMatch(chosen, age, target) ? chosen : null;
    }
    List<Wish> with = new ArrayList<>(chosen);
    with.add(others.get(0));
    List<Wish> rest = others.subList(1, others.size());
    List<Wish> found = first(with, rest, age, target);
    return found != null ? found : first(chosen, rest, age, target);
  }

  private boolean isMatch(List<Wish> chosen, long age, int target) {
    int players = chosen.stream().mapToInt(Wish::size).sum();
    for (Wish one : chosen) {
      for (Wish other : chosen) {
        if (one.ticket() != other.ticket() && haveMet(one, other.players(), age)) {
          return false;
        }
      }
    }
    return players >= target
        && players <= rules.capacity()
        && canSit(chosen, new int[rules.groups().size()]);
  }

  private boolean canSit(List<Wish> parties, int[] seats) {
    if (parties.isEmpty()) {
      for (int i = 0; i < seats.length; i++) {
        if (seats[i] < rules.groups().get(i).minPlayers()) {
          return false;
        }
      }
      return true;
    }
    Wish party = parties.get(0);
    for (int i = 0; i < seats.length; i++) {
      if (seats[i] + party.size() <= rules.groups().get(i).maxPlayers()) {
        seats[i] += party.size();
        boolean done = canSit(parties.subList(1, parties.size()), seats);
        seats[i] -= party.size();
        if (done) {
          return true;
        }
      }
    }
    return false;
  }
}
