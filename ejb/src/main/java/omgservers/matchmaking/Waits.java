package omgservers.matchmaking;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** How long tickets waited lately and what came of it, as this instance saw it. */
@ApplicationScoped
class Waits {
  /** So many of the latest of a mode are kept. */
  static final int KEPT = 1_024;

  private static final double MILLIS = 1_000;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<Name, Mode> modes = new ConcurrentHashMap<>();
  private final Counter matches =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_matchmaking_matches_total")
          .help("Matches that began, of all modes.")
          .build();
  private final Histogram seated =
      Histogram.builder()
          .withoutExemplars()
          .name("omgservers_matchmaking_seat_seconds")
          .help("How long tickets of all modes waited that got a seat.")
          .classicOnly()
          .classicUpperBounds(.1, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300)
          .build();
  private final Histogram rounds =
      Histogram.builder()
          .withoutExemplars()
          .name("omgservers_matchmaking_round_seconds")
          .help("How long it took to decide a round of a mode and to carry it out.")
          .classicOnly()
          .classicUpperBounds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5)
          .build();

  /** A mode of a matchmaker. */
  private record Name(long matchmaker, String mode) {}

  /** The latest of a mode. */
  private static final class Mode {
    private final Deque<Long> waits = new ArrayDeque<>();
    private final Deque<Double> spreads = new ArrayDeque<>();
    private final Deque<Double> fills = new ArrayDeque<>();
    private long matched;
    private long expired;
    private long rounds;
    private long deployment;
    private int waiting;
    private Instant oldest;

    private static <T> void keep(Deque<T> latest, T value) {
      latest.addLast(value);
      if (latest.size() > KEPT) {
        latest.removeFirst();
      }
    }
  }

  /**
   * What is known of a mode; times in milliseconds, null where nothing is known.
   *
   * @param seen of how many tickets the times are
   * @param fill how full matches were when they began, on average, 1 being full
   * @param spread how far apart those who began a match were, on average
   */
  record Observed(
      int seen,
      Long p50,
      Long p95,
      Long p99,
      Double fill,
      Double spread,
      long matched,
      long expired) {}

  /** How a mode stands: who waits, since when, and how often it was decided about. */
  record Standing(
      long deployment, String mode, int waiting, Instant oldest, long rounds, Observed seen) {}

  private Mode mode(long matchmaker, String mode) {
    return modes.computeIfAbsent(new Name(matchmaker, mode), name -> new Mode());
  }

  void matched(long matchmaker, String name, Instant now, Instant since) {
    Mode mode = mode(matchmaker, name);
    long waited = Math.max(0, Duration.between(since, now).toMillis());
    seated.observe(waited / MILLIS);
    synchronized (mode) {
      Mode.keep(mode.waits, waited);
      mode.matched++;
    }
  }

  void began(long matchmaker, String name, Double spread, double fill) {
    matches.inc();
    Mode mode = mode(matchmaker, name);
    synchronized (mode) {
      if (spread != null) {
        Mode.keep(mode.spreads, spread);
      }
      Mode.keep(mode.fills, fill);
    }
  }

  void expired(long matchmaker, String name, int tickets) {
    Mode mode = mode(matchmaker, name);
    synchronized (mode) {
      mode.expired += tickets;
    }
  }

  /** A round was played. */
  void played(long matchmaker, String name) {
    Mode mode = mode(matchmaker, name);
    synchronized (mode) {
      mode.rounds++;
    }
  }

  /** It took so long to decide a round and to carry it out. */
  void decided(long nanos) {
    rounds.observe(nanos / NANOS);
  }

  /** What all modes together have seen since the start. */
  MetricSnapshots totals() {
    return MetricSnapshots.of(matches.collect(), seated.collect(), rounds.collect());
  }

  /** How many wait for the mode, as far as this was told. */
  int waiting(long matchmaker, String name) {
    Mode mode = mode(matchmaker, name);
    synchronized (mode) {
      return mode.waiting;
    }
  }

  /** So many wait for the mode of the deployment, the first since the moment. */
  void stands(Ledger.Page page, String name, int waiting, Instant oldest) {
    Mode mode = mode(page.id(), name);
    synchronized (mode) {
      mode.deployment = page.matchmaker().deploymentId();
      mode.waiting = waiting;
      mode.oldest = oldest;
    }
  }

  /** How all modes stand that this instance decides about. */
  List<Standing> all() {
    return modes.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparingLong(Name::matchmaker).thenComparing(Name::mode)))
        .map(each -> standing(each.getKey(), each.getValue()))
        .toList();
  }

  private Standing standing(Name name, Mode mode) {
    synchronized (mode) {
      return new Standing(
          mode.deployment,
          name.mode,
          mode.waiting,
          mode.oldest,
          mode.rounds,
          of(name.matchmaker, name.mode));
    }
  }

  /** What is known of the mode. */
  Observed of(long matchmaker, String name) {
    Mode mode = mode(matchmaker, name);
    synchronized (mode) {
      List<Long> sorted = mode.waits.stream().sorted().toList();
      return new Observed(
          sorted.size(),
          share(sorted, 0.5),
          share(sorted, 0.95),
          share(sorted, 0.99),
          mean(mode.fills),
          mean(mode.spreads),
          mode.matched,
          mode.expired);
    }
  }

  private static Long share(List<Long> sorted, double share) {
    return sorted.isEmpty()
        ? null
        : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
  }

  private static Double mean(Deque<Double> values) {
    return values.isEmpty()
        ? null
        : values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** These matchmakers have gone, or are another instance's. */
  void forget(LongPredicate which) {
    modes.keySet().removeIf(name -> which.test(name.matchmaker));
  }
}
