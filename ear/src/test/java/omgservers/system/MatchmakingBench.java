package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/**
 * How soon players who want to play are in a match, from the commands of their lobby to what is
 * durable for all: clients moved and told, game servers told. One against one, into matches that
 * are ready. The lobby is a game server of the test; matches and most players are rows as the
 * platform leaves them, since nobody's machine runs a thousand game servers beside it.
 */
class MatchmakingBench {
  private static final int PLAYERS = 2_000;
  private static final int BURSTS = 8;
  private static final int COMMANDS = 100;
  private static final int PER_SECOND = 200;
  private static final int AT_ONCE = 10;
  private static final int SECONDS = 15;
  private static final int HEARD = 150;
  private static final int WARMING = 5;

  private final Platform platform =
      Platform.start(
          new Installation(
              TestPlatform.ROOT,
              TestPlatform.fresh("matchmaking-bench"),
              TestPlatform.freePort(),
              // All players come from one address here, and the rows of game servers say nothing.
              Map.of(
                  "omgservers.player.client-silence", "PT1H",
                  "omgservers.runtime.silence", "PT1H",
                  "omgservers.limits.open-per-minute", "60000",
                  "omgservers.limits.open-burst", "10000",
                  "omgservers.limits.api-per-minute", "600000",
                  "omgservers.limits.api-burst", "10000")),
          new Screen(System.out));

  private final Databases databases = new Databases(platform);

  @Test
  void burstsAndASteadyStream() throws Exception {
    try (Connection one = databases.shard(0);
        Connection other = databases.shard(1)) {
      List<Connection> shards = List.of(one, other);
      HandGame game =
          new HandGame(
              platform,
              ",\"matchmaker\":{\"max_matches\":1,\"modes\":{\"duel\":{\"min_matches\":100000}}}");
      Crowds crowds = new Crowds(databases, game);
      // The lobby itself has players who really signed up.
      game.join();
      List<Double> all = new ArrayList<>();
      List<Double> told = new ArrayList<>();
      for (int i = 0; i < BURSTS; i++) {
        double[] times = burst(game, crowds, shards);
        all.add(times[0]);
        told.add(times[1]);
        System.out.printf(
            "BENCH burst %d of %d players: all assigned %.2f s, all game servers told %.2f s,"
                + " CPU of the server %.2f s, of the databases %.2f s%n",
            i + 1, PLAYERS, times[0], times[1], times[2], times[3]);
        Thread.sleep(3_000);
      }
      double commits = commits(one);
      System.out.printf(
          "BENCH burst, median of the last %d: all assigned %.2f s, game servers told %.2f s;"
              + " %.2f x as many bare commits of one row (%.2f s)%n",
          WARMING, median(all), median(told), median(all) / commits, commits);
      steady(game, crowds);
    } finally {
      platform.close();
    }
  }

  private static double median(List<Double> values) {
    List<Double> last = values.subList(values.size() - WARMING, values.size());
    return last.stream().sorted().toList().get(WARMING / 2);
  }

  private static String wishes(List<Long> clients) {
    return clients.stream()
        .map(
            client ->
                "{\"qualifier\":\"REQUEST_MATCHMAKING\",\"body\":{\"client_id\":\"%d\",\"mode\":\"duel\"}}"
                    .formatted(client))
        .collect(Collectors.joining(","));
  }

  private double[] burst(HandGame game, Crowds crowds, List<Connection> shards) throws Exception {
    List<Long> clients = crowds.players(PLAYERS);
    crowds.matches(PLAYERS / 2);
    long seated = count(shards, "assignment where group_name is not null") + PLAYERS;
    // The rows of the matches came behind the server's back: it reads them now and not in the
    // burst.
    game.exchange("{\"qualifier\":\"LIST_MATCHMAKING\",\"body\":{}}");
    Thread.sleep(3_000);
    double all = cpu();
    double server = ServerProcess.of(platform).cpuSeconds();
    long begin = System.nanoTime();
    for (int i = 0; i < PLAYERS; i += COMMANDS) {
      game.exchange(wishes(clients.subList(i, i + COMMANDS)));
    }
    awaitMoved(shards, clients);
    double assigned = (System.nanoTime() - begin) / 1e9;
    await(shards, "assignment where group_name is not null", seated);
    double told = (System.nanoTime() - begin) / 1e9;
    double ofServer = ServerProcess.of(platform).cpuSeconds() - server;
    return new double[] {assigned, told, ofServer, cpu() - all - ofServer};
  }

  private double cpu() {
    return ServerProcess.cpuWithDatabases(platform);
  }

  /** Asks for one who was not moved yet: counting them all would take its share of the machine. */
  private static void awaitMoved(List<Connection> shards, List<Long> clients) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    String waits =
        "select 1 from client where id = any(?) and runtime_qualifier is distinct from 'MATCH' limit 1";
    for (Connection shard : shards) {
      try (PreparedStatement select = shard.prepareStatement(waits)) {
        select.setArray(1, shard.createArrayOf("bigint", clients.toArray()));
        while (select.executeQuery().next()) {
          if (System.nanoTime() > end) {
            throw new AssertionError("somebody was not moved");
          }
          Thread.sleep(20);
        }
      }
    }
  }

  private static void await(List<Connection> shards, String what, long wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (count(shards, what) < wanted) {
      if (System.nanoTime() > end) {
        throw new AssertionError(count(shards, what) + " of " + wanted + " " + what);
      }
      Thread.sleep(20);
    }
  }

  private static long count(List<Connection> shards, String what) throws SQLException {
    long sum = 0;
    for (Connection shard : shards) {
      try (Statement statement = shard.createStatement();
          ResultSet rows = statement.executeQuery("select count(*) from " + what)) {
        rows.next();
        sum += rows.getLong(1);
      }
    }
    return sum;
  }

  /** As many rows, each in a transaction of its own: the least that a decision for each costs. */
  private static double commits(Connection shard) throws SQLException {
    try (Statement statement = shard.createStatement()) {
      statement.execute("create table bare (id int primary key, body text)");
      long begin = System.nanoTime();
      for (int i = 0; i < PLAYERS; i++) {
        statement.executeUpdate("insert into bare values (" + i + ", 'a client that moved')");
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      statement.execute("drop table bare");
      return seconds;
    }
  }

  /** A player with a socket, who notes when the match is told. */
  private static final class Hearer implements WebSocket.Listener {
    private final CountDownLatch inLobby = new CountDownLatch(1);
    private final CountDownLatch inMatch = new CountDownLatch(1);
    private final StringBuilder part = new StringBuilder();
    private volatile long asked;
    private volatile long told;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        if (part.indexOf("\"MATCH\"") >= 0) {
          told = System.nanoTime();
          inMatch.countDown();
        } else if (part.indexOf("\"LOBBY\"") >= 0) {
          inLobby.countDown();
        }
        part.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Players who really sign up and hold a socket, in the lobby; in the order of their clients. */
  private List<Hearer> hearers(List<Long> clients) throws Exception {
    Service service = new Service(platform.installation().url());
    HttpClient http = HttpClient.newHttpClient();
    List<Hearer> hearers = new ArrayList<>();
    for (int i = 0; i < HEARD; i++) {
      Hearer hearer = new Hearer();
      JsonNode entered =
          service
              .player(
                  "create-client",
                  "{\"tenant\":\"hand\",\"project\":\"game\",\"stage\":\"live\"}",
                  service.signUp().token())
              .body();
      JsonNode config = entered.path("connector_config");
      String[] protocols = config.path("sec_web_socket_protocol").asText().split(",", -1);
      http.newWebSocketBuilder()
          .subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length))
          .buildAsync(URI.create(config.path("connection_url").asText()), hearer)
          .join();
      hearers.add(hearer);
      clients.add(entered.path("client_id").asLong());
    }
    for (Hearer hearer : hearers) {
      if (!hearer.inLobby.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no lobby");
      }
    }
    return hearers;
  }

  /** So many players a second, of whom some hold a socket and tell how long they waited. */
  private void steady(HandGame game, Crowds crowds) throws Exception {
    List<Long> heard = new ArrayList<>();
    List<Hearer> hearers = hearers(heard);
    Thread.sleep(3_000);
    int count = PER_SECOND * SECONDS;
    List<Long> clients = new ArrayList<>(crowds.players(count - HEARD));
    for (int i = 0; i < HEARD; i++) {
      clients.add(i * (count / HEARD), heard.get(i));
    }
    crowds.matches(count / 2);
    game.exchange("{\"qualifier\":\"LIST_MATCHMAKING\",\"body\":{}}");
    Thread.sleep(3_000);
    double cpu = cpu();
    long pause = TimeUnit.SECONDS.toNanos(1) * AT_ONCE / PER_SECOND;
    long next = System.nanoTime();
    for (int i = 0; i < count; i += AT_ONCE) {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      List<Long> some = clients.subList(i, i + AT_ONCE);
      // Late calls count as waiting, too: asked at the moment at which it was their turn.
      for (long client : some) {
        if (heard.contains(client)) {
          hearers.get(heard.indexOf(client)).asked = next;
        }
      }
      game.exchange(wishes(some));
      next += pause;
    }
    List<Double> waits = new ArrayList<>();
    for (Hearer hearer : hearers) {
      if (!hearer.inMatch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no match");
      }
      waits.add((hearer.told - hearer.asked) / 1e6);
    }
    waits.sort(null);
    System.out.printf(
        "BENCH %d players a second for %d s, wish to told through the socket: p50 %.0f ms,"
            + " p99 %.0f ms, worst %.0f ms (of %d who listen), %.2f of a core%n",
        PER_SECOND,
        SECONDS,
        waits.get(HEARD / 2),
        waits.get(HEARD * 99 / 100),
        waits.get(HEARD - 1),
        HEARD,
        (cpu() - cpu) / SECONDS);
  }
}
