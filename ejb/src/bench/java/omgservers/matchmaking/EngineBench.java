package omgservers.matchmaking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;

/**
 * How fast the engine decides on a real database: letters come in as delivery brings them, up to 200
 * in a transaction, and decisions are durable. Players and game servers are not part of it; but each
 * transaction opens a connection of its own, which the server does not.
 */
public final class EngineBench {
  private static final String DUEL =
      """
      {"name":"duel","min_players":2,"max_players":2,"groups":[
        {"name":"a","min_players":1,"max_players":1},{"name":"b","min_players":1,"max_players":1}]}
      """;
  private static final int CROWD = 100_000;
  private static final int COMING = 5_000;
  private static final int PAIRS = 80;
  private static final long PAUSE = 500_000_000;
  private static final int PLAYERS = 2_000;
  private static final int BATCH = 200;
  private static final int SINGLES = 40;
  private static final int ROUNDS = 3;

  private EngineBench() {}

  /** Measures bursts, each into matches that are ready, and prints the median. */
  public static void main(String[] arguments) {
    List<Double> bursts = new ArrayList<>();
    List<Double> singles = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Engine engine = new Engine(DUEL, PLAYERS / 2);
      engine.ticketsMax(PLAYERS);
      engine.look();
      engine.receiveAll(
          engine.matches().stream()
              .map(match -> new RuntimeNews.CameUp(engine.id(), RuntimeQualifier.MATCH, match.id()))
              .toList());
      long begin = System.nanoTime();
      for (int sent = 0; sent < PLAYERS; sent += BATCH) {
        List<RuntimeNews.MatchmakingWanted> wishes = new ArrayList<>();
        for (int j = 0; j < BATCH; j++) {
          wishes.add(engine.wish("duel", null, engine.client(), List.of()));
        }
        engine.receiveAll(wishes);
        engine.look();
      }
      while (!engine.waiting("duel").isEmpty()) {
        engine.pass(Duration.ofMillis(5));
        engine.look();
      }
      bursts.add((System.nanoTime() - begin) / 1e9);
      for (int j = 0; j < SINGLES; j++) {
        long one = System.nanoTime();
        engine.wants("duel");
        engine.look();
        singles.add((System.nanoTime() - one) / 1e6);
      }
    }
    bursts.sort(null);
    singles.sort(null);
    System.out.printf(
        "BENCH engine: burst of %d players into ready matches, decided and durable %.2f s%n",
        PLAYERS, bursts.get(ROUNDS / 2));
    System.out.printf(
        "BENCH engine: one wish, taken and decided, p50 %.1f ms, p99 %.1f ms%n",
        singles.get(singles.size() / 2), singles.get(singles.size() * 99 / 100));
    besideACrowd(0);
    besideACrowd(CROWD);
  }

  /**
   * Two who want to play every so often, while so many wait for another mode of the same
   * matchmaker, in which nobody accepts anybody and somebody comes each time, too. A wish waits
   * from the moment at which it was due, also when the engine was busy with the others just then.
   */
  private static void besideACrowd(int size) {
    Engine engine = new Engine(apart() + "," + DUEL, PAIRS);
    engine.ticketsMax(2 * CROWD);
    engine.look();
    engine.receiveAll(
        engine.matches().stream()
            .map(match -> new RuntimeNews.CameUp(engine.id(), RuntimeQualifier.MATCH, match.id()))
            .toList());
    for (int sent = 0; sent < size; sent += COMING) {
      int from = sent;
      engine.receiveAll(
          IntStream.range(from, from + COMING)
              .mapToObj(i -> engine.wish("apart", skilled(i), engine.client(), List.of()))
              .toList());
    }
    engine.look();
    List<Double> waits = new ArrayList<>();
    long begin = System.nanoTime();
    long told = begin;
    for (int i = 0; i < PAIRS; i++) {
      long due = begin + i * PAUSE;
      while (System.nanoTime() < due) {
        told = pass(engine, told);
        engine.look();
        sleep();
      }
      engine.wants("apart", skilled(size + i));
      engine.wants("duel");
      engine.wants("duel");
      told = pass(engine, told);
      engine.look();
      if (!engine.waiting("duel").isEmpty()) {
        throw new IllegalStateException("somebody still waits");
      }
      waits.add((System.nanoTime() - due) / 1e6);
    }
    waits.sort(null);
    System.out.printf(
        "BENCH engine: two who come every %d ms while %,d wait for another mode:"
            + " p50 %.1f ms, p99 %.1f ms, worst %.1f ms; %d rounds of the other mode%n",
        PAUSE / 1_000_000,
        size,
        waits.get(PAIRS / 2),
        waits.get(PAIRS * 99 / 100),
        waits.get(PAIRS - 1),
        engine.rounds("apart"));
  }

  /** Limits that widen each second, and never far enough. */
  private static String apart() {
    return """
        {"name":"apart","min_players":2,"max_players":2,"groups":[
          {"name":"a","min_players":1,"max_players":1},{"name":"b","min_players":1,"max_players":1}],
         "rules":[{"kind":"DISTANCE","attribute":"skill","max":1,"widen":[%s]}]}
        """
        .formatted(
            IntStream.range(2, 10)
                .mapToObj(i -> "{\"after_seconds\":" + i * 3 + ",\"max\":" + i + "}")
                .collect(Collectors.joining(",")));
  }

  private static long pass(Engine engine, long told) {
    long now = System.nanoTime();
    engine.pass(Duration.ofNanos(now - told));
    return now;
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String skilled(int number) {
    return "{\"skill\":" + 10 * number + "}";
  }
}
