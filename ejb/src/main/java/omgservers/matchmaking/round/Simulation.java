package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Tries rules on tickets that came at known moments. A match begins at once, with whoever the round
 * chose, and takes nobody later, so that what is compared is the rules alone.
 */
public final class Simulation {
  private static final Instant BEGIN = Instant.EPOCH;
  private static final long TICK = 250;
  private static final int MATCHES_MAX = 100_000;

  /** So many tickets are looked at in a row, rounds together; then time goes on in larger steps. */
  private static final long LOOKS_MAX = 2_000_000;

  /** The upper bounds of the columns of a chart of waits, in milliseconds; the last has none. */
  private static final long[] COLUMNS = {
    1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, Long.MAX_VALUE
  };

  private final ModeRules rules;
  private final List<Arrival> arrivals;
  private final List<Wish> waiting = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final List<Double> fills = new ArrayList<>();
  private final List<Double> spreads = new ArrayList<>();
  private int expired;
  private int matches;

  private Simulation(ModeRules rules, List<Arrival> arrivals) {
    this.rules = rules;
    this.arrivals = arrivals;
  }

  /** A ticket that comes so many milliseconds after the begin. */
  public record Arrival(long after, int size, Attributes attributes) {}

  /** How many waited no longer than this, and longer than the column before; null for any time. */
  public record Column(Long upTo, int tickets) {}

  /**
   * What became of the tickets; times in milliseconds, null where there is nothing to tell.
   *
   * @param starved how many nobody was found for until the end, and that did not expire
   */
  public record Result(
      int tickets,
      int matched,
      int expired,
      int starved,
      int matches,
      Long p50,
      Long p95,
      Long p99,
      Long longest,
      Double fill,
      Double spread,
      List<Column> waits) {}

  /** Plays until all tickets have ended, or nothing can change any more. */
  public static Result play(ModeRules rules, List<Arrival> arrivals) {
    Simulation simulation = new Simulation(rules, arrivals);
    simulation.run();
    return simulation.result();
  }

  private void run() {
    int next = 0;
    long looks = 0;
    long tick = TICK;
    long time = arrivals.isEmpty() ? 0 : arrivals.get(0).after;
    boolean over = arrivals.isEmpty();
    while (!over) {
      while (next < arrivals.size() && arrivals.get(next).after <= time) {
        waiting.add(wish(next, arrivals.get(next)));
        next++;
      }
      looks += waiting.size();
      if (looks > LOOKS_MAX) {
        looks = 0;
        tick *= 2;
      }
      Instant change = round(BEGIN.plusMillis(time));
      long arrival = next < arrivals.size() ? arrivals.get(next).after : Long.MAX_VALUE;
      long moment = change == null ? Long.MAX_VALUE : change.toEpochMilli();
      long soonest = Math.min(arrival, moment);
      over = soonest == Long.MAX_VALUE;
      time = over ? time : Math.max(soonest, time + tick);
    }
  }

  private static Wish wish(int number, Arrival arrival) {
    List<Long> players =
        LongStream.range(0, arrival.size).mapToObj(i -> 100L * (number + 1) + i).toList();
    return new Wish(
        number + 1L, BEGIN.plusMillis(arrival.after), players, arrival.attributes, Map.of());
  }

  private Instant round(Instant now) {
    Outcome outcome = Round.play(rules, waiting, List.of(), MATCHES_MAX, now);
    Map<Long, Wish> byTicket = new HashMap<>();
    waiting.forEach(wish -> byTicket.put(wish.ticket(), wish));
    Set<Long> ended = new HashSet<>(outcome.expired());
    expired += outcome.expired().size();
    for (Outcome.Beginning begun : outcome.beginnings()) {
      int players = 0;
      List<Wish> wishes = new ArrayList<>();
      for (Outcome.Placement placement : begun.placements()) {
        Wish wish = byTicket.get(placement.ticket());
        wishes.add(wish);
        ended.add(placement.ticket());
        players += wish.size();
        waits.add(now.toEpochMilli() - wish.since().toEpochMilli());
      }
      matches++;
      fills.add((double) players / rules.capacity());
      measure(wishes);
    }
    waiting.removeIf(wish -> ended.contains(wish.ticket()));
    return outcome.next();
  }

  private void measure(List<Wish> wishes) {
    for (Rule rule : rules.rules()) {
      if (rule instanceof Rule.Distance distance) {
        double[] values =
            wishes.stream()
                .map(
                    wish ->
                        wish.attributes()
                            .numbers()
                            .getOrDefault(distance.attribute(), distance.otherwise()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (values.length > 0) {
          spreads.add(values[values.length - 1] - values[0]);
        }
        return;
      }
    }
  }

  private Result result() {
    List<Long> sorted = waits.stream().sorted().toList();
    LongSummaryStatistics all = sorted.stream().mapToLong(Long::longValue).summaryStatistics();
    int[] counts = new int[COLUMNS.length];
    for (long wait : sorted) {
      int column = 0;
      while (wait > COLUMNS[column]) {
        column++;
      }
      counts[column]++;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      columns.add(new Column(COLUMNS[i] == Long.MAX_VALUE ? null : COLUMNS[i], counts[i]));
    }
    return new Result(
        arrivals.size(),
        sorted.size(),
        expired,
        arrivals.size() - sorted.size() - expired,
        matches,
        share(sorted, 0.5),
        share(sorted, 0.95),
        share(sorted, 0.99),
        sorted.isEmpty() ? null : all.getMax(),
        mean(fills),
        mean(spreads),
        columns);
  }

  private static Long share(List<Long> sorted, double share) {
    int place = (int) Math.min(sorted.size() - 1.0, share * sorted.size());
    return sorted.isEmpty() ? null : sorted.get(place);
  }

  private static Double mean(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    return all.length == 0 ? null : Arrays.stream(all).average().orElseThrow();
  }
}
