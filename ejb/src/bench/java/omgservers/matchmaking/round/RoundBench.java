package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How long a round takes, beside sorting the same tickets by age. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RoundBench {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final int OPENINGS_MAX = 1_000_000;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  /** What plays: see the methods of the same names. */
  @Param({"plain", "rules", "apart"})
  public String world;

  /** How many tickets wait. */
  @Param({"1000", "10000", "100000"})
  public int tickets;

  private ModeRules rules;
  private List<Wish> wishes;

  /** Makes the world. */
  @Setup
  public void make() {
    Random random = new Random(7);
    wishes = new ArrayList<>();
    switch (world) {
      case "plain" -> plain(random);
      case "rules" -> rules(random);
      default -> apart(random);
    }
  }

  /** One against one, nothing but numbers. */
  private void plain(Random random) {
    rules =
        ModeRules.plain(
            2, 2, List.of(new ModeRules.Side("a", 1, 1), new ModeRules.Side("b", 1, 1)));
    for (int i = 0; i < tickets; i++) {
      wishes.add(Wish.plain(i + 1, NOW.minusMillis(random.nextInt(60_000))));
    }
  }

  private static Rule skill(double max) {
    return new Rule.Distance(
        "skill",
        null,
        new Limit(max, List.of(new Limit.Step(20_000, 4 * max), new Limit.Step(50_000, NO_LIMIT))));
  }

  /** Five against five, parties of up to three, a skill and a map. */
  private void rules(Random random) {
    rules =
        new ModeRules(
            10,
            10,
            List.of(new ModeRules.Side("a", 5, 5), new ModeRules.Side("b", 5, 5)),
            0,
            0,
            List.of(skill(50), new Rule.Equal("map", null, Limit.always(0))));
    fill(random, 1_500, 300, 4, new int[] {1, 1, 1, 1, 2, 2, 3});
  }

  /** Nobody accepts anybody: every ticket looks, and finds nothing, in two dimensions. */
  private void apart(Random random) {
    rules =
        new ModeRules(
            2,
            2,
            List.of(new ModeRules.Side("a", 1, 1), new ModeRules.Side("b", 1, 1)),
            0,
            0,
            List.of(
                new Rule.Distance("skill", null, Limit.always(0.000001)),
                new Rule.Distance("level", null, Limit.always(0.000001))));
    fill(random, 1_500, 300, 4, new int[] {1});
  }

  private void fill(Random random, double middle, double spread, int maps, int[] sizes) {
    for (int i = 0; i < tickets; i++) {
      long id = i + 1L;
      List<Long> players = new ArrayList<>();
      for (int j = 0; j < sizes[random.nextInt(sizes.length)]; j++) {
        players.add(10 * id + j);
      }
      Attributes said =
          new Attributes(
              Map.of(
                  "skill", middle + spread * random.nextGaussian(), "level", random.nextDouble()),
              Map.of("map", "map" + random.nextInt(maps)),
              Map.of());
      wishes.add(
          new Wish(id, NOW.minusMillis(random.nextInt(60_000)), players, said, Map.of()));
    }
  }

  /** A round. */
  @Benchmark
  public Outcome round() {
    return Round.play(rules, wishes, List.of(), OPENINGS_MAX, NOW);
  }

  /** The baseline. */
  @Benchmark
  public List<Wish> sort() {
    return wishes.stream()
        .sorted(Comparator.comparing(Wish::since).thenComparing(Wish::ticket))
        .toList();
  }

  /** Measures, and prints a line for each size of each world. */
  public static void main(String[] arguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(RoundBench.class.getName() + ".*")
                    .forks(1)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.NORMAL)
                    .build())
            .run();
    Map<String, Double> figures = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      figures.put(
          name + result.getParams().getParam("world") + result.getParams().getParam("tickets"),
          result.getPrimaryResult().getScore());
    }
    for (String world : List.of("plain", "rules", "apart")) {
      for (int tickets : new int[] {1_000, 10_000, 100_000}) {
        double round = figures.get("round" + world + tickets);
        double sort = figures.get("sort" + world + tickets);
        double nLogN = tickets * Math.log(tickets) / Math.log(2);
        System.out.printf(
            "BENCH round %-6s %,8d tickets %9.2f ms %6.1f ns per n log n %6.1f x sorting them%n",
            world, tickets, round, round * 1e6 / nLogN, round / sort);
      }
    }
  }
}
