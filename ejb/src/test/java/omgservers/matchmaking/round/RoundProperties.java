package omgservers.matchmaking.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import omgservers.matchmaking.round.Outcome.Addition;
import omgservers.matchmaking.round.Outcome.Beginning;
import omgservers.matchmaking.round.Outcome.Placement;
import omgservers.matchmaking.round.Worlds.World;

/** What is promised of every round, in worlds of all kinds. */
class RoundProperties {
  private static final int TRIES = 200;

  @Provide
  Arbitrary<World> worlds() {
    return Worlds.worlds(8);
  }

  @Provide
  Arbitrary<World> crowds() {
    return Worlds.worlds(60);
  }

  private record Begun(long match, long founder, String region, List<Long> tickets) {}

  private static List<Begun> begun(Outcome outcome) {
    return outcome.beginnings().stream()
        .map(
            each ->
                new Begun(
                    each.match(),
                    each.founder(),
                    each.region(),
                    each.placements().stream().map(Placement::ticket).toList()))
        .toList();
  }

  @Property(tries = 4 * TRIES)
  void decidesAsTheObviousOneDoes(@ForAll("worlds") World world) {
    Outcome fast = world.play();
    Outcome slow =
        SlowRound.play(
            world.rules(), world.wishes(), world.matches(), world.openingsMax(), Worlds.NOW);
    assertThat(fast.additions()).isEqualTo(slow.additions());
    assertThat(begun(fast)).isEqualTo(begun(slow));
    assertThat(fast.expired()).isEqualTo(slow.expired());
  }

  @Property(tries = TRIES)
  void decidesTheSameInWhateverOrderTicketsAreGiven(@ForAll("crowds") World world) {
    List<Wish> shuffled = new ArrayList<>(world.wishes());
    Collections.shuffle(shuffled, new Random(1));
    World other = new World(world.rules(), shuffled, world.matches(), world.openingsMax());
    assertThat(other.play()).isEqualTo(world.play());
  }

  @Property(tries = TRIES)
  void endsATicketOnceAtMost(@ForAll("crowds") World world) {
    List<Long> ended = ended(world.play());
    assertThat(ended).doesNotHaveDuplicates();
    assertThat(ended).isSubsetOf(world.wishes().stream().map(Wish::ticket).toList());
  }

  private static List<Long> ended(Outcome outcome) {
    List<Long> ended = new ArrayList<>(outcome.expired());
    outcome.additions().forEach(each -> ended.add(each.placement().ticket()));
    outcome.beginnings().forEach(each -> each.placements().forEach(it -> ended.add(it.ticket())));
    return ended;
  }

  @Property(tries = TRIES)
  void keepsMinimaAndMaximaOfMatchesAndGroups(@ForAll("crowds") World world) {
    Outcome outcome = world.play();
    ModeRules rules = world.rules();
    for (Beginning beginning : outcome.beginnings()) {
      Map<String, Integer> seats = new HashMap<>();
      beginning
          .placements()
          .forEach(it -> seats.merge(it.group(), world.wish(it.ticket()).size(), Integer::sum));
      assertThat(players(seats)).isBetween(rules.needed(), rules.capacity());
      for (ModeRules.Side side : rules.groups()) {
        assertThat(seats.getOrDefault(side.name(), 0))
            .isBetween(side.minPlayers(), side.maxPlayers());
      }
    }
    Map<Long, Map<String, Integer>> filled = new HashMap<>();
    world.matches().forEach(match -> filled.put(match.match(), new HashMap<>(match.seats())));
    for (Addition added : outcome.additions()) {
      int size = world.wish(added.placement().ticket()).size();
      filled.get(added.match()).merge(added.placement().group(), size, Integer::sum);
    }
    for (Map<String, Integer> seats : filled.values()) {
      assertThat(players(seats)).isLessThanOrEqualTo(rules.capacity());
      for (ModeRules.Side side : rules.groups()) {
        assertThat(seats.getOrDefault(side.name(), 0)).isLessThanOrEqualTo(side.maxPlayers());
      }
    }
  }

  private static int players(Map<String, Integer> seats) {
    return seats.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Property(tries = TRIES)
  void putsNobodyTogetherWhomTheOldestDoesNotAccept(@ForAll("crowds") World world) {
    Outcome outcome = world.play();
    for (Beginning beginning : outcome.beginnings()) {
      Wish founder = world.wish(beginning.founder());
      for (Placement placement : beginning.placements()) {
        Wish wish = world.wish(placement.ticket());
        assertThat(wish.since()).isAfterOrEqualTo(founder.since());
        assertThat(
                SlowRound.accepts(
                    world.rules(),
                    founder.attributes(),
                    world.age(founder),
                    wish.attributes(),
                    beginning.region()))
            .isTrue();
      }
    }
    for (Addition added : outcome.additions()) {
      Wish wish = world.wish(added.placement().ticket());
      OpenMatch match = world.match(added.match());
      assertThat(
              SlowRound.accepts(
                  world.rules(), wish.attributes(), world.age(wish), match.founder(), null))
          .isTrue();
    }
  }

  @Property(tries = TRIES)
  void beginsSmallMatchesOnlyForThoseWhoHaveWaited(@ForAll("crowds") World world) {
    for (Beginning beginning : world.play().beginnings()) {
      int players =
          beginning.placements().stream().mapToInt(it -> world.wish(it.ticket()).size()).sum();
      if (players < world.rules().capacity()) {
        assertThat(world.age(world.wish(beginning.founder())))
            .isGreaterThanOrEqualTo(world.rules().hold());
      }
    }
  }

  @Property(tries = TRIES)
  void opensNoMatchWhileOneIsReadyAndNoMoreThanItMay(@ForAll("crowds") World world) {
    Outcome outcome = world.play();
    long ready = world.matches().stream().filter(match -> match.size() == 0).count();
    long opened = outcome.beginnings().stream().filter(each -> each.match() == 0).count();
    assertThat(opened).isLessThanOrEqualTo(world.openingsMax());
    if (opened > 0) {
      assertThat(outcome.beginnings().size() - opened).isEqualTo(ready);
    }
  }

  @Property(tries = TRIES)
  void placesTheOldestWhereNumbersAreAllThatMatters(@ForAll("crowds") World world) {
    ModeRules plain =
        ModeRules.plain(
            world.rules().minPlayers(), world.rules().maxPlayers(), world.rules().groups());
    List<Wish> singles =
        world.wishes().stream()
            .map(
                wish ->
                    new Wish(
                        wish.ticket(),
                        wish.since(),
                        List.of(wish.ticket()),
                        Attributes.NONE,
                        Map.of()))
            .toList();
    World simple = new World(plain, singles, List.of(), 100);
    Set<Long> ended = new HashSet<>(ended(simple.play()));
    List<Long> oldest =
        singles.stream()
            .sorted(Comparator.comparing(Wish::since).thenComparing(Wish::ticket))
            .map(Wish::ticket)
            .limit(ended.size())
            .toList();
    assertThat(ended).isEqualTo(new HashSet<>(oldest));
    // As many matches as the tickets fill.
    assertThat(singles.size() - ended.size()).isLessThan(plain.needed());
  }

  /** What is left of a world after a round. */
  private static World rest(World world, Outcome outcome) {
    Set<Long> ended = new HashSet<>(ended(outcome));
    Map<Long, Map<String, Integer>> seats = new HashMap<>();
    world.matches().forEach(match -> seats.put(match.match(), new HashMap<>(match.seats())));
    Map<Long, Attributes> founders = new HashMap<>();
    Map<Long, String> regions = new HashMap<>();
    Map<Long, List<Long>> players = new HashMap<>();
    for (OpenMatch match : world.matches()) {
      founders.put(match.match(), match.founder());
      regions.put(match.match(), match.region());
      players.put(match.match(), new ArrayList<>(match.players()));
    }
    long fresh = 1 + world.matches().stream().mapToLong(OpenMatch::match).max().orElse(500);
    for (Beginning begun : outcome.beginnings()) {
      long id = begun.match() == 0 ? fresh++ : begun.match();
      founders.put(id, world.wish(begun.founder()).attributes());
      regions.put(id, begun.region());
      for (Placement placement : begun.placements()) {
        Wish wish = world.wish(placement.ticket());
        seats
            .computeIfAbsent(id, it -> new HashMap<>())
            .merge(placement.group(), wish.size(), Integer::sum);
        players.computeIfAbsent(id, it -> new ArrayList<>()).addAll(wish.players());
      }
    }
    for (Addition added : outcome.additions()) {
      Wish wish = world.wish(added.placement().ticket());
      seats.get(added.match()).merge(added.placement().group(), wish.size(), Integer::sum);
      players.get(added.match()).addAll(wish.players());
    }
    List<OpenMatch> matches =
        seats.keySet().stream()
            .sorted()
            .map(
                id ->
                    new OpenMatch(
                        id, seats.get(id), founders.get(id), regions.get(id), players.get(id)))
            .toList();
    List<Wish> wishes =
        world.wishes().stream().filter(wish -> !ended.contains(wish.ticket())).toList();
    int opened = (int) outcome.beginnings().stream().filter(each -> each.match() == 0).count();
    return new World(world.rules(), wishes, matches, world.openingsMax() - opened);
  }

  @Property(tries = TRIES)
  void decidesNothingMoreUntilTheMomentItSays(
      @ForAll("crowds") World world, @ForAll @LongRange(min = 0, max = 999) long share) {
    World left = world;
    Outcome outcome = left.play();
    for (int i = 0; i < 20 && !ended(outcome).isEmpty(); i++) {
      left = rest(left, outcome);
      outcome = left.play();
    }
    assertThat(ended(outcome)).isEmpty();
    Instant next = outcome.next();
    assertThat(next == null || next.isAfter(Worlds.NOW)).isTrue();
    long span = next == null ? 3_600_000 : next.toEpochMilli() - Worlds.NOW.toEpochMilli();
    Instant before = Worlds.NOW.plusMillis((span - 1) * share / 1000);
    Outcome then =
        Round.play(left.rules(), left.wishes(), left.matches(), left.openingsMax(), before);
    assertThat(ended(then)).isEmpty();
    assertThat(then.next()).isEqualTo(next);
  }

  @Property(tries = TRIES)
  void acceptsAtAnyLaterAgeWhomItAccepted(
      @ForAll("worlds") World world,
      @ForAll @LongRange(min = 0, max = 60_000) long age,
      @ForAll @LongRange(min = 0, max = 60_000) long more) {
    for (Wish one : world.wishes()) {
      for (Wish other : world.wishes()) {
        boolean young =
            SlowRound.accepts(world.rules(), one.attributes(), age, other.attributes(), null);
        boolean old =
            SlowRound.accepts(
                world.rules(), one.attributes(), age + more, other.attributes(), null);
        assertThat(!young || old).isTrue();
      }
    }
  }

  @Property(tries = TRIES)
  void endsWhoeverWaitedTooLong(@ForAll("crowds") World world) {
    Outcome outcome = world.play();
    Set<Long> ended = new HashSet<>(ended(outcome));
    Set<Long> late =
        world.wishes().stream()
            .filter(wish -> world.rules().timeout() > 0)
            .filter(wish -> world.age(wish) >= world.rules().timeout())
            .map(Wish::ticket)
            .collect(Collectors.toSet());
    assertThat(ended).containsAll(late);
    assertThat(late).containsAll(outcome.expired());
  }
}
