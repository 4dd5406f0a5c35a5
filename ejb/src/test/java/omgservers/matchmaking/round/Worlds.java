package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small worlds of all kinds, for properties. */
final class Worlds {
  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
  private static final int OPENINGS_MAX = 20;

  private Worlds() {}

  /** What goes into a round. */
  record World(ModeRules rules, List<Wish> wishes, List<OpenMatch> matches, int openingsMax) {
    Outcome play() {
      return Round.play(rules, wishes, matches, openingsMax, NOW);
    }

    Wish wish(long ticket) {
      return wishes.stream().filter(wish -> wish.ticket() == ticket).findFirst().orElseThrow();
    }

    OpenMatch match(long id) {
      return matches.stream().filter(match -> match.match() == id).findFirst().orElseThrow();
    }

    long age(Wish wish) {
      return NOW.toEpochMilli() - wish.since().toEpochMilli();
    }
  }

  static Arbitrary<ModeRules> modes() {
    Arbitrary<List<ModeRules.Side>> groups =
        Combinators.combine(
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(1, 3))
            .as((min, more) -> new int[] {min, Math.max(1, Math.max(min, more))})
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(Worlds::groups);
    return Combinators.combine(
            groups,
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(0L, 5_000L, 30_000L),
            Arbitraries.of(0L, 40_000L),
            rules())
        .as(Worlds::mode);
  }

  private static List<ModeRules.Side> groups(List<int[]> bounds) {
    List<ModeRules.Side> groups = new ArrayList<>();
    for (int[] bound : bounds) {
      groups.add(new ModeRules.Side("side" + groups.size(), bound[0], bound[1]));
    }
    return groups;
  }

  private static ModeRules mode(
      List<ModeRules.Side> groups, int less, int more, long hold, long timeout, List<Rule> rules) {
    int mins = groups.stream().mapToInt(ModeRules.Side::minPlayers).sum();
    int maxs = groups.stream().mapToInt(ModeRules.Side::maxPlayers).sum();
    int max = Math.max(1, Math.max(mins, maxs - less + 1));
    int min = Math.max(1, Math.min(Math.min(max, maxs), mins + more));
    return new ModeRules(min, max, groups, hold, timeout, rules);
  }

  private static Arbitrary<List<Rule>> rules() {
    Arbitrary<Limit> far =
        Arbitraries.of(
            Limit.always(1),
            Limit.always(NO_LIMIT),
            new Limit(0, List.of(new Limit.Step(10_000, 2), new Limit.Step(25_000, NO_LIMIT))),
            new Limit(2, List.of(new Limit.Step(20_000, 5))));
    Arbitrary<Limit> same =
        Arbitraries.of(Limit.always(0), new Limit(0, List.of(new Limit.Step(15_000, NO_LIMIT))));
    Arbitrary<Limit> near =
        Arbitraries.of(Limit.always(50), new Limit(30, List.of(new Limit.Step(12_000, NO_LIMIT))));
    Arbitrary<Limit> again =
        Arbitraries.of(
            Limit.always(60_000), new Limit(60_000, List.of(new Limit.Step(20_000, 10_000))));
    Arbitrary<Rule> any =
        Arbitraries.oneOf(
            far.map(limit -> new Rule.Distance("skill", 3.0, limit)),
            far.map(limit -> new Rule.Distance("level", 0.0, limit)),
            same.map(limit -> new Rule.Equal("map", "x", limit)),
            near.map(limit -> new Rule.Latency(List.of("eu", "us"), limit)),
            again.map(Rule.Rematch::new));
    return any.list()
        .ofMaxSize(3)
        .uniqueElements(
            rule ->
                rule instanceof Rule.Distance distance
                    ? distance.attribute()
                    : rule.getClass().getName());
  }

  private static Arbitrary<Attributes> attributes() {
    Arbitrary<Map<String, Double>> numbers =
        Arbitraries.maps(Arbitraries.of("skill", "level"), Arbitraries.of(0.0, 1.0, 2.0, 5.0, 9.0));
    Arbitrary<Map<String, String>> texts =
        Arbitraries.maps(Arbitraries.of("map"), Arbitraries.of("x", "y"));
    Arbitrary<Map<String, Double>> latencies =
        Arbitraries.maps(Arbitraries.of("eu", "us"), Arbitraries.of(20.0, 40.0, 90.0));
    return Combinators.combine(numbers, texts, latencies).as(Attributes::new);
  }

  private record Draft(int age, int size, Attributes attributes, int met, int metAge) {}

  private record Old(List<Integer> seats, Attributes founder, String region) {}

  static Arbitrary<World> worlds(int wishesMax) {
    return modes().flatMap(mode -> worlds(mode, wishesMax));
  }

  private static Arbitrary<World> worlds(ModeRules mode, int wishesMax) {
    int largest = mode.groups().stream().mapToInt(ModeRules.Side::maxPlayers).max().orElse(1);
    Arbitrary<Draft> drafts =
        Combinators.combine(
                Arbitraries.integers().between(0, 50),
                Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(3, Arbitraries.just(1)),
                    net.jqwik.api.Tuple.of(
                        2, Arbitraries.integers().between(1, Math.min(largest, mode.capacity())))),
                attributes(),
                Arbitraries.integers().between(0, 12),
                Arbitraries.integers().between(0, 70))
            .as(Draft::new);
    Arbitrary<Old> olds =
        Combinators.combine(
                Arbitraries.integers().between(0, 3).list().ofSize(mode.groups().size()),
                attributes(),
                Arbitraries.of("eu", "us").injectNull(0.3))
            .as(Old::new);
    return Combinators.combine(
            drafts.list().ofMaxSize(wishesMax),
            olds.list().ofMaxSize(3),
            Arbitraries.of(0, 1, OPENINGS_MAX))
        .as((wishes, matches, openings) -> world(mode, wishes, matches, openings));
  }

  private static World world(ModeRules mode, List<Draft> drafts, List<Old> olds, int openings) {
    List<List<Long>> players = new ArrayList<>();
    long player = 1;
    for (Draft draft : drafts) {
      List<Long> party = new ArrayList<>();
      for (int i = 0; i < draft.size; i++) {
        party.add(player++);
      }
      players.add(party);
    }
    List<Map<Long, Instant>> met = new ArrayList<>();
    drafts.forEach(draft -> met.add(new HashMap<>()));
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Instant then = NOW.minusSeconds(draft.metAge);
      if (draft.met < drafts.size() && draft.met != i) {
        met.get(i).put(players.get(draft.met).get(0), then);
        met.get(draft.met).put(players.get(i).get(0), then);
      } else if (draft.met > 10) {
        met.get(i).put(1000L, then);
      }
    }
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      wishes.add(
          new Wish(
              i + 1, NOW.minusSeconds(draft.age), players.get(i), draft.attributes, met.get(i)));
    }
    List<OpenMatch> matches = new ArrayList<>();
    for (Old old : olds) {
      matches.add(match(mode, old, 101 + matches.size()));
    }
    return new World(mode, wishes, matches, openings);
  }

  private static OpenMatch match(ModeRules mode, Old old, long id) {
    Map<String, Integer> seats = new HashMap<>();
    int room = mode.capacity();
    for (int i = 0; i < mode.groups().size(); i++) {
      ModeRules.Side side = mode.groups().get(i);
      int count = Math.min(room, Math.min(old.seats.get(i), side.maxPlayers()));
      if (count > 0) {
        seats.put(side.name(), count);
      }
      room -= count;
    }
    String region = mode.regions().isEmpty() ? null : old.region;
    return seats.isEmpty()
        ? OpenMatch.empty(id)
        : new OpenMatch(id, seats, old.founder, region, List.of(900 + id, 1000L));
  }
}
