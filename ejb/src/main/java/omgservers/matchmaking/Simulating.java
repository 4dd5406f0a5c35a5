package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import omgservers.matchmaking.model.Recordings;
import omgservers.matchmaking.round.Attributes;
import omgservers.matchmaking.round.Simulation;
import omgservers.registry.ModeRule;
import omgservers.registry.VersionConfig;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Tries the rules of modes on tickets that were recorded or are made up. */
@ApplicationScoped
public class Simulating {
  private static final long MINUTE = 60_000;
  private static final double WORDS = 3;
  private static final double NEAR = 20;
  private static final double FAR = 120;
  private static final double JITTER = 40;

  /** One at a time: it is computed while the caller waits, beside players who play. */
  private final Semaphore busy = new Semaphore(1);

  /**
   * Arrivals that are made up, the same ones for the same seed.
   *
   * @param perMinute how many tickets come in a minute
   * @param minutes for how long
   * @param mean the middle of all numbers
   * @param deviation how far numbers spread, as a standard deviation
   */
  public record Synthetic(int perMinute, int minutes, long seed, double mean, double deviation) {}

  /** What becomes of these tickets by the rules of the mode. */
  public Simulation.Result play(VersionConfig.Mode mode, List<Simulation.Arrival> arrivals) {
    List<String> faults = new VersionConfig(VersionConfig.FORMAT, List.of(mode), null).faults();
    if (!faults.isEmpty()) {
      throw Refusal.invalid(Qualifier.WRONG_CONFIGURATION, String.join("; ", faults));
    }
    if (!busy.tryAcquire()) {
      throw Refusal.conflict(Qualifier.WRONG_ARGUMENT, "Another simulation runs; try again soon.");
    }
    try {
      int party = mode.partyMax();
      return Simulation.play(
          Rulebook.rules(mode),
          arrivals.stream()
              .map(
                  each ->
                      new Simulation.Arrival(
                          each.after(), Math.min(party, each.size()), each.attributes()))
              .toList());
    } finally {
      busy.release();
    }
  }

  /** Tickets for the mode that are made up. */
  public List<Simulation.Arrival> arrivals(VersionConfig.Mode mode, Synthetic wish) {
    long count = (long) wish.perMinute * wish.minutes;
    if (count > Recordings.TICKETS_MAX) {
      throw Refusal.field(
          "synthetic.per_minute",
          "makes %d tickets, there can be %d".formatted(count, Recordings.TICKETS_MAX));
    }
    Random random = new Random(wish.seed);
    List<Simulation.Arrival> arrivals = new ArrayList<>();
    double time = 0;
    for (long i = 0; i < count; i++) {
      // Arrivals that do not know of each other: the pauses are distributed exponentially.
      time += -Math.log(1 - random.nextDouble()) * MINUTE / wish.perMinute;
      int size = random.nextInt(4) == 0 ? 1 + random.nextInt(mode.partyMax()) : 1;
      arrivals.add(new Simulation.Arrival((long) time, size, attributes(mode, wish, random)));
    }
    return arrivals;
  }

  private static Attributes attributes(VersionConfig.Mode mode, Synthetic wish, Random random) {
    Map<String, Double> numbers = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    Map<String, Double> latencies = new HashMap<>();
    for (ModeRule rule : mode.allRules()) {
      switch (rule.kind()) {
        case DISTANCE ->
            numbers.put(rule.attribute(), wish.mean + wish.deviation * random.nextGaussian());
        case EQUAL -> texts.put(rule.attribute(), "text" + (int) (WORDS * random.nextDouble()));
        case LATENCY -> {
          int home = random.nextInt(rule.regions().size());
          for (int i = 0; i < rule.regions().size(); i++) {
            double base = i == home ? NEAR : FAR;
            latencies.put(rule.regions().get(i), base + JITTER * random.nextDouble());
          }
        }
        case REMATCH -> {
          // Those who are made up have met nobody.
        }
      }
    }
    return new Attributes(numbers, texts, latencies);
  }
}
