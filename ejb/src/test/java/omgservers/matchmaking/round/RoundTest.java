package omgservers.matchmaking.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import omgservers.matchmaking.round.ModeRules.Side;
import omgservers.matchmaking.round.Outcome.Beginning;
import omgservers.matchmaking.round.Outcome.Placement;
import org.junit.jupiter.api.Test;

/** Cases of the round that have a name. */
class RoundTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final int OPENINGS_MAX = 10;
  private static final List<Side> DUEL = List.of(new Side("left", 1, 1), new Side("right", 1, 1));

  private static ModeRules duel(Rule... rules) {
    return new ModeRules(2, 2, DUEL, 0, 0, List.of(rules));
  }

  private static Rule skill(double max, Limit.Step... steps) {
    return new Rule.Distance("skill", null, new Limit(max, List.of(steps)));
  }

  private static Wish wish(long ticket, int size, int age, double skill) {
    List<Long> players = IntStream.range(0, size).mapToObj(i -> ticket * 100 + i).toList();
    Attributes attributes = new Attributes(Map.of("skill", skill), Map.of(), Map.of());
    return new Wish(ticket, NOW.minusSeconds(age), players, attributes, Map.of());
  }

  private static Wish party(long ticket, int size) {
    return wish(ticket, size, 0, 0);
  }

  private static Wish from(long ticket, Map<String, Double> latencies) {
    Attributes attributes = new Attributes(Map.of(), Map.of(), latencies);
    return new Wish(ticket, NOW, List.of(ticket), attributes, Map.of());
  }

  private static Outcome play(ModeRules rules, Wish... wishes) {
    return Round.play(rules, List.of(wishes), List.of(), OPENINGS_MAX, NOW);
  }

  private static List<Long> tickets(Beginning beginning) {
    return beginning.placements().stream().map(Placement::ticket).toList();
  }

  @Test
  void waitsForTheSecondPlayer() {
    assertThat(play(duel(), party(1, 1)).beginnings()).isEmpty();
  }

  @Test
  void beginsAsManyMatchesAsTheTicketsFillOldestFirst() {
    Outcome outcome = play(duel(), party(1, 1), party(2, 1), party(3, 1), party(4, 1), party(5, 1));
    assertThat(outcome.beginnings())
        .extracting(RoundTest::tickets)
        .containsExactly(List.of(1L, 2L), List.of(3L, 4L));
  }

  @Test
  void fillsAMatchThatPlaysBeforeAnEmptyOne() {
    ModeRules crowd = ModeRules.plain(1, 8, List.of(new Side("all", 1, 8)));
    OpenMatch playing =
        new OpenMatch(2, Map.of("all", 5), Attributes.NONE, null, List.of(91L, 92L));
    Outcome outcome =
        Round.play(
            crowd,
            List.of(party(1, 1), party(2, 1), party(3, 1)),
            List.of(OpenMatch.empty(1), playing),
            OPENINGS_MAX,
            NOW);
    assertThat(outcome.beginnings()).isEmpty();
    assertThat(outcome.additions()).extracting(Outcome.Addition::match).containsExactly(2L, 2L, 2L);
  }

  @Test
  void addsUpGroupsWithoutLimitToTheMatchsOwn() {
    Side crowd = new Side("all", 0, Integer.MAX_VALUE);
    assertThat(ModeRules.plain(1, 5, List.of(crowd, crowd)).capacity()).isEqualTo(5);
  }

  @Test
  void doesNotGetStuckOnAPartyThatLeavesAGap() {
    ModeRules four = ModeRules.plain(8, 8, List.of(new Side("a", 4, 4), new Side("b", 4, 4)));
    Outcome outcome = play(four, party(1, 2), party(2, 3), party(3, 2), party(4, 2), party(5, 2));
    assertThat(outcome.beginnings())
        .extracting(RoundTest::tickets)
        .containsExactly(List.of(1L, 3L, 4L, 5L));
  }

  @Test
  void keepsAPartyInOneGroup() {
    ModeRules three = ModeRules.plain(6, 6, List.of(new Side("a", 3, 3), new Side("b", 3, 3)));
    assertThat(play(three, party(1, 2), party(2, 2), party(3, 2)).beginnings()).isEmpty();
    Beginning begun =
        play(three, party(1, 2), party(2, 2), party(3, 1), party(4, 1)).beginnings().get(0);
    assertThat(begun.placements()).extracting(Placement::group).containsExactly("a", "b", "a", "b");
  }

  @Test
  void looksFurtherTheLongerATicketWaits() {
    ModeRules rules = duel(skill(10, new Limit.Step(30_000, 100)));
    assertThat(play(rules, wish(1, 1, 29, 0), wish(2, 1, 5, 50)).beginnings()).isEmpty();
    Outcome waits = play(rules, wish(1, 1, 29, 0), wish(2, 1, 5, 50));
    assertThat(waits.next()).isEqualTo(NOW.plusSeconds(1));
    assertThat(play(rules, wish(1, 1, 30, 0), wish(2, 1, 5, 50)).beginnings()).hasSize(1);
    assertThat(play(rules, wish(1, 1, 30, 0), wish(2, 1, 30, 101)).beginnings()).isEmpty();
  }

  @Test
  void playsWhereEverybodyIsNear() {
    ModeRules rules = duel(new Rule.Latency(List.of("eu", "us"), Limit.always(80)));
    Wish both = from(1, Map.of("eu", 30.0, "us", 70.0));
    assertThat(play(rules, both, from(2, Map.of("us", 20.0))).beginnings())
        .extracting(Beginning::region)
        .containsExactly("us");
    assertThat(play(rules, both, from(2, Map.of("us", 90.0))).beginnings()).isEmpty();
  }

  @Test
  void doesNotLetTheSameTwoPlayAgainWithinTheTime() {
    ModeRules rules = duel(new Rule.Rematch(Limit.always(60_000)));
    Wish one = new Wish(1, NOW, List.of(1L), Attributes.NONE, Map.of(2L, NOW.minusSeconds(59)));
    Wish two = new Wish(2, NOW, List.of(2L), Attributes.NONE, Map.of(1L, NOW.minusSeconds(59)));
    Outcome outcome = play(rules, one, two);
    assertThat(outcome.beginnings()).isEmpty();
    assertThat(outcome.next()).isEqualTo(NOW.plusSeconds(1));
    assertThat(play(rules, one, two, party(3, 1)).beginnings())
        .extracting(RoundTest::tickets)
        .containsExactly(List.of(1L, 3L));
    assertThat(
            Round.play(rules, List.of(one, two), List.of(), OPENINGS_MAX, NOW.plusSeconds(1))
                .beginnings())
        .hasSize(1);
  }

  @Test
  void prefersAFullMatchUntilTheHoldIsOver() {
    ModeRules rules =
        new ModeRules(2, 4, List.of(new Side("all", 0, 4)), 10_000, 60_000, List.of());
    Outcome waits = play(rules, wish(1, 1, 9, 0), wish(2, 1, 0, 0));
    assertThat(waits.beginnings()).isEmpty();
    assertThat(waits.next()).isEqualTo(NOW.plusSeconds(1));
    assertThat(play(rules, wish(1, 1, 10, 0), wish(2, 1, 0, 0)).beginnings()).hasSize(1);
    assertThat(play(rules, party(1, 1), party(2, 1), party(3, 1), party(4, 1)).beginnings())
        .hasSize(1);
    assertThat(play(rules, wish(1, 1, 60, 0)).expired()).containsExactly(1L);
  }

  /** The one whom nobody is like gets a match although others who are alike never stop coming. */
  @Test
  void letsNobodyStarveWhileOthersKeepComing() {
    ModeRules rules = duel(skill(10, new Limit.Step(20_000, Double.POSITIVE_INFINITY)));
    List<Wish> waiting = new ArrayList<>(List.of(wish(1, 1, 0, 3_000)));
    int second = 0;
    boolean matched = false;
    while (!matched && second < 60) {
      Instant now = NOW.plusSeconds(second);
      for (int i = 0; i < 3; i++) {
        long id = 10L + 3L * second + i;
        waiting.add(
            new Wish(
                id,
                now,
                List.of(id),
                new Attributes(Map.of("skill", 1_500.0), Map.of(), Map.of()),
                Map.of()));
      }
      Outcome outcome = Round.play(rules, waiting, List.of(), OPENINGS_MAX, now);
      List<Long> placed =
          outcome.beginnings().stream().flatMap(it -> tickets(it).stream()).toList();
      matched = placed.contains(1L);
      waiting.removeIf(wish -> placed.contains(wish.ticket()));
      second++;
    }
    assertThat(second).isEqualTo(21);
  }
}
