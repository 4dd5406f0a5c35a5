package omgservers.matchmaking.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import omgservers.matchmaking.round.Worlds.World;
import org.junit.jupiter.api.Test;

/** A ticket is told why it waits, by the rules that the round goes by. */
class ExplanationTest {
  private static final Instant NOW = Worlds.NOW;

  private static Wish wish(long ticket, int age, double skill, String map) {
    Attributes said = new Attributes(Map.of("skill", skill), Map.of("map", map), Map.of());
    return new Wish(ticket, NOW.minusSeconds(age), List.of(ticket), said, Map.of());
  }

  @Test
  void countsWhomEachRuleRejectsAndSaysWhenItWidens() {
    ModeRules rules =
        new ModeRules(
            2,
            4,
            List.of(new ModeRules.Side("all", 0, 4)),
            30_000,
            60_000,
            List.of(
                new Rule.Distance(
                    "skill",
                    null,
                    new Limit(10, List.of(new Limit.Step(20_000, Double.POSITIVE_INFINITY)))),
                new Rule.Equal("map", null, Limit.always(0))));
    List<Wish> waiting =
        List.of(
            wish(1, 12, 100, "x"),
            wish(2, 15, 105, "x"),
            wish(3, 5, 200, "x"),
            wish(4, 5, 101, "y"));
    Explanation why = Explanation.of(rules, waiting, 1, NOW);
    assertThat(why.position()).isEqualTo(2);
    assertThat(why.waiting()).isEqualTo(4);
    assertThat(why.accepted()).isEqualTo(1);
    assertThat(why.rules())
        .containsExactly(
            new Explanation.RuleFact("DISTANCE skill", 10.0, 1, NOW.plusSeconds(8), null),
            new Explanation.RuleFact("EQUAL map", 0.0, 1, null, null));
    assertThat(why.heldUntil()).isEqualTo(NOW.plusSeconds(18));
    assertThat(why.endsAt()).isEqualTo(NOW.plusSeconds(48));
  }

  @Provide
  Arbitrary<World> worlds() {
    return Worlds.worlds(8);
  }

  /** Whoever begins a match with the oldest is somebody whom its explanation counts as accepted. */
  @Property(tries = 300)
  void countsAllWithWhomAMatchBegins(@ForAll("worlds") World world) {
    for (Outcome.Beginning begun : world.play().beginnings()) {
      Wish founder = world.wish(begun.founder());
      for (Outcome.Placement placement : begun.placements()) {
        Wish other = world.wish(placement.ticket());
        for (Rule rule : world.rules().rules()) {
          assertThat(
                  other.ticket() == founder.ticket()
                      || Explanation.accepts(rule, founder, world.age(founder), other, NOW))
              .isTrue();
        }
      }
    }
  }

  @Test
  void simulatesWhatChangedRulesMakeOfTheSameTickets() {
    List<Simulation.Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      double skill = i % 10 == 0 ? 3_000 + 500 * i : 1_500 + i;
      arrivals.add(
          new Simulation.Arrival(
              500L * i, 1, new Attributes(Map.of("skill", skill), Map.of(), Map.of())));
    }
    List<ModeRules.Side> sides =
        List.of(new ModeRules.Side("a", 1, 1), new ModeRules.Side("b", 1, 1));
    Rule strict = new Rule.Distance("skill", null, Limit.always(50));
    Rule wide =
        new Rule.Distance(
            "skill",
            null,
            new Limit(50, List.of(new Limit.Step(10_000, Double.POSITIVE_INFINITY))));
    Simulation.Result before =
        Simulation.play(new ModeRules(2, 2, sides, 0, 0, List.of(strict)), arrivals);
    Simulation.Result after =
        Simulation.play(new ModeRules(2, 2, sides, 0, 0, List.of(wide)), arrivals);
    assertThat(before.tickets()).isEqualTo(100);
    assertThat(before.starved()).isEqualTo(10);
    assertThat(after.starved()).isZero();
    assertThat(after.matched()).isEqualTo(100);
    assertThat(after.longest()).isBetween(10_000L, 12_000L);
    assertThat(after.spread()).isGreaterThan(before.spread());
    assertThat(after.waits().stream().mapToInt(Simulation.Column::tickets).sum()).isEqualTo(100);
    assertThat(Simulation.play(new ModeRules(2, 2, sides, 0, 0, List.of(wide)), arrivals))
        .isEqualTo(after);
  }
}
