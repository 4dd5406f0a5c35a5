package omgservers.matchmaking;

import java.util.ArrayList;
import java.util.List;
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
      bursts.add((System.nanoTime() - begin) / 1e9);
      if (!engine.waiting("duel").isEmpty()) {
        throw new IllegalStateException("somebody still waits");
      }
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
  }
}
