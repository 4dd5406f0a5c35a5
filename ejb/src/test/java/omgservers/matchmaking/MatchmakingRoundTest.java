package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import omgservers.matchmaking.MatchmakingRound.Candidate;
import omgservers.matchmaking.MatchmakingRound.Outcome;
import omgservers.matchmaking.MatchmakingRound.Placement;
import omgservers.matchmaking.MatchmakingRound.Rules;
import omgservers.matchmaking.MatchmakingRound.Side;
import org.junit.jupiter.api.Test;

class MatchmakingRoundTest {
  private static final int WORLDS = 5_000;
  private static final int OPENINGS_MAX = 10;
  private static final Rules DUEL =
      new Rules(2, 2, List.of(new Side("left", 1, 1), new Side("right", 1, 1)));

  private static List<Long> tickets(int count) {
    return LongStream.rangeClosed(1, count).boxed().toList();
  }

  @Test
  void waitsForTheSecondPlayer() {
    Outcome outcome = MatchmakingRound.play(DUEL, tickets(1), List.of(), OPENINGS_MAX);
    assertThat(outcome.openings()).isEmpty();
    assertThat(outcome.additions()).isEmpty();
  }

  @Test
  void opensAsManyMatchesAsTheTicketsFillOldestFirst() {
    Outcome outcome = MatchmakingRound.play(DUEL, tickets(5), List.of(), OPENINGS_MAX);
    assertThat(outcome.openings()).hasSize(2);
    assertThat(outcome.openings().get(0)).extracting(Placement::ticket).containsExactly(1L, 2L);
    assertThat(outcome.openings().get(1)).extracting(Placement::ticket).containsExactly(3L, 4L);
  }

  @Test
  void usesTheMatchThatIsReadyBeforeOpeningAnother() {
    Outcome outcome =
        MatchmakingRound.play(DUEL, tickets(4), List.of(new Candidate(77, Map.of())), OPENINGS_MAX);
    assertThat(outcome.additions()).containsOnlyKeys(77L);
    assertThat(outcome.openings()).hasSize(1);
  }

  @Test
  void fillsAMatchThatPlaysBeforeAnEmptyOne() {
    Rules crowd = new Rules(1, 8, List.of(new Side("all", 1, 8)));
    Outcome outcome =
        MatchmakingRound.play(
            crowd,
            tickets(3),
            List.of(new Candidate(1, Map.of()), new Candidate(2, Map.of("all", 5))),
            OPENINGS_MAX);
    assertThat(outcome.additions()).containsOnlyKeys(2L);
    assertThat(outcome.additions().get(2L)).hasSize(3);
  }

  @Test
  void addsUpGroupsWithoutLimitToTheMatchsOwn() {
    Side crowd = new Side("all", 0, Integer.MAX_VALUE);
    assertThat(new Rules(1, 5, List.of(crowd, crowd)).capacity()).isEqualTo(5);
  }

  @Test
  void opensNoMoreThanItMay() {
    Outcome outcome = MatchmakingRound.play(DUEL, tickets(100), List.of(), 3);
    assertThat(outcome.openings()).hasSize(3);
  }

  /** A world that was made up, the same one for the same seed. */
  private record World(long seed, Rules rules, List<Long> tickets, List<Candidate> candidates) {
    static World of(long seed) {
      Random random = new Random(seed);
      List<Side> sides = new ArrayList<>();
      int mins = 0;
      int maxs = 0;
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        int min = random.nextInt(3);
        int max = Math.max(1, min + random.nextInt(4));
        sides.add(new Side("side" + i, min, max));
        mins += min;
        maxs += max;
      }
      int maxPlayers = Math.max(1, mins + random.nextInt(maxs - mins + 2));
      int minPlayers = 1 + random.nextInt(Math.min(maxPlayers, maxs));
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        Map<String, Integer> seats = new HashMap<>();
        int room = maxPlayers;
        for (Side side : sides) {
          int players = Math.min(room, random.nextInt(side.maxPlayers() + 1));
          seats.put(side.name(), players);
          room -= players;
        }
        candidates.add(new Candidate(1000 + i, seats));
      }
      return new World(
          seed,
          new Rules(minPlayers, maxPlayers, sides),
          MatchmakingRoundTest.tickets(random.nextInt(30)),
          candidates);
    }

    Outcome play() {
      return MatchmakingRound.play(rules, tickets, candidates, OPENINGS_MAX);
    }
  }

  @Test
  void keepsItsPromisesInEveryWorld() {
    IntStream.range(0, WORLDS).mapToObj(World::of).forEach(MatchmakingRoundTest::assertPromises);
  }

  private static void assertPromises(World world) {
    Outcome outcome = world.play();
    assertThat(world.play()).as("seed %d", world.seed).isEqualTo(outcome);
    assertThatEachTicketPlaysOnce(world, outcome);
    for (List<Placement> opening : outcome.openings()) {
      Map<String, Integer> seats = seats(Map.of(), opening);
      assertThatMaximaHold(world, seats);
      assertThat(opening.size())
          .as("seed %d", world.seed)
          .isGreaterThanOrEqualTo(world.rules.minPlayers());
      world.rules.groups().forEach(side -> assertThatMinimumHolds(side, seats));
    }
    outcome
        .additions()
        .forEach(
            (match, added) -> {
              Candidate candidate =
                  world.candidates.stream()
                      .filter(c -> c.match() == match)
                      .findFirst()
                      .orElseThrow();
              Map<String, Integer> seats = seats(candidate.seats(), added);
              assertThatMaximaHold(world, seats);
              if (candidate.players() == 0) {
                world.rules.groups().forEach(side -> assertThatMinimumHolds(side, seats));
              }
            });
  }

  private static void assertThatEachTicketPlaysOnce(World world, Outcome outcome) {
    List<Long> placed = new ArrayList<>();
    outcome.additions().values().forEach(all -> all.forEach(p -> placed.add(p.ticket())));
    outcome.openings().forEach(all -> all.forEach(p -> placed.add(p.ticket())));
    Set<Long> once = new HashSet<>(placed);
    assertThat(placed).hasSameSizeAs(once);
    // Nobody who came later plays while an older ticket waits.
    assertThat(once).isEqualTo(new HashSet<>(world.tickets.subList(0, placed.size())));
  }

  private static Map<String, Integer> seats(Map<String, Integer> before, List<Placement> added) {
    Map<String, Integer> seats = new HashMap<>(before);
    added.forEach(placement -> seats.merge(placement.group(), 1, Integer::sum));
    return seats;
  }

  private static void assertThatMaximaHold(World world, Map<String, Integer> seats) {
    int players = seats.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(players).isLessThanOrEqualTo(world.rules.maxPlayers());
    for (Side side : world.rules.groups()) {
      assertThat(seats.getOrDefault(side.name(), 0)).isLessThanOrEqualTo(side.maxPlayers());
    }
  }

  private static void assertThatMinimumHolds(Side side, Map<String, Integer> seats) {
    assertThat(seats.getOrDefault(side.name(), 0)).isGreaterThanOrEqualTo(side.minPlayers());
  }
}
