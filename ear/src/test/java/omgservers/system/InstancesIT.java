package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances share the work, and either can go at any time. */
class InstancesIT {
  private static final String MATCHES = "select count(*) from match";
  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final String SEATS = "select count(*) from seat";

  private static Cluster cluster;
  private static HandGame game;
  private static Databases databases;

  @BeforeAll
  static void open() {
    Cluster.require();
    cluster = new Cluster("instances");
    databases = new Databases(cluster.platform());
    game = new HandGame(cluster.platform());
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Whatever the test before did, both work. */
  @BeforeEach
  void share() {
    cluster.awaitShards(false, 1);
    cluster.awaitShards(true, 1);
    game.through(cluster.door());
  }

  private static void askForDuels(List<HandGame.Player> players) {
    game.exchange(
        players.stream()
            .map(
                player ->
                    "{\"qualifier\":\"REQUEST_MATCHMAKING\",\"body\":{\"client_id\":\"%s\",\"mode\":\"duel\"}}"
                        .formatted(player.client()))
            .collect(Collectors.joining(",")));
  }

  /** The room is at the instance that is killed; the other one takes all over. */
  @Test
  void goesOnAtTheOtherInstanceWhenOneIsKilled() {
    JsonNode there = game.dispatcher();
    boolean gone = address(there).startsWith(address(cluster.url(true).getAuthority()));
    game.through(cluster.url(!gone));
    assertThat(address(game.dispatcher())).isEqualTo(address(there));
    HandGame.Player player = game.join();
    assertThat(address(player.dispatcher())).isEqualTo(address(there));
    Wire lost = Wire.open(there);
    Wire fast = Wire.open(player.dispatcher());
    fast.send("before");
    lost.next("before");

    cluster.kill(gone);
    long killed = System.nanoTime();
    cluster.awaitShards(!gone, 2);
    long millis = Duration.ofNanos(System.nanoTime() - killed).toMillis();
    System.out.println("An instance that was killed was replaced after " + millis + " ms");
    lost.next("CLOSED");
    fast.next("CLOSED");

    // The player's other connection may have been to the one that is gone.
    Wire connector = Wire.open(game.resume(player.client()));
    JsonNode here = game.dispatcher();
    assertThat(address(here)).startsWith(address(cluster.url(!gone).getAuthority()));
    String offer = connector.next(cluster.url(!gone).getAuthority());
    JsonNode offered = read(offer).at("/body/dispatcher_config");
    try (Wire server = Wire.open(here);
        Wire again = Wire.open(offered)) {
      again.send("after");
      server.next("after");
    }
    connector.close();
    cluster.start(gone);
  }

  private static String address(JsonNode config) {
    return config.path("connection_url").asText();
  }

  private static String address(String authority) {
    return "ws://" + authority + "/";
  }

  private static JsonNode read(String text) {
    try {
      return Service.JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** The one that makes the matches sleeps through its lease, and wakes in the middle. */
  @Test
  void makesNoMatchTwiceWhenAnInstanceSleeps() {
    int shard = databases.textInShard(0, "select count(*) from matchmaker").equals("0") ? 1 : 0;
    boolean sleeper = cluster.shards(true).contains(shard);
    game.through(cluster.url(!sleeper));
    List<HandGame.Player> players = game.joinAll(8);
    long before = databases.countInShards(MATCHES);
    long seated = databases.countInShards(SEATS);
    cluster.pause(sleeper);
    try {
      cluster.awaitShards(!sleeper, 2);
      askForDuels(players.subList(0, 4));
      Await.until(() -> databases.countInShards(MATCHES) - before, matches -> matches == 2);
    } finally {
      cluster.resume(sleeper);
    }
    askForDuels(players.subList(4, 8));
    Await.until(() -> databases.countInShards(SEATS) - seated, seats -> seats >= 8);
    game.matches((int) before + 4);
    players.forEach(player -> player.connector().next("\"MATCH\""));
    cluster.awaitShards(sleeper, 1);
    assertThat(databases.countInShards(MATCHES) - before).isEqualTo(4);
    assertThat(databases.countInShards(SEATS) - seated).isEqualTo(8);
    assertThat(databases.countInShards("select count(distinct client_id) from seat") - seated)
        .isEqualTo(8);
    assertThat(databases.countInShards("select count(*) from ticket")).isZero();
    for (HandGame.Player player : players) {
      assertThat(player.connector().within(0)).isNull();
      player.connector().close();
    }
  }

  /**
   * All that players and their game server say goes on while one and then the other is restarted.
   */
  @Test
  void losesNothingInARollingRestart() {
    long before = databases.countInShards(MATCHES);
    List<HandGame.Player> duel = game.joinAll(2);
    askForDuels(duel);
    Await.until(() -> databases.countInShards(MATCHES), all -> all == before + 1);
    game.matches((int) before + 1);
    duel.forEach(player -> player.connector().next("\"MATCH\""));
    duel.forEach(player -> player.connector().close());
    List<HandGame.Player> joined = game.joinAll(4);
    List<LossyPlayer> players = new ArrayList<>();
    for (HandGame.Player each : joined) {
      each.connector().close();
      players.add(new LossyPlayer(game, each.client(), players.size()));
    }
    LossyServer server = new LossyServer(game, 0, 0);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> talk(server, players, enough));
    try {
      for (boolean other : List.of(true, false)) {
        cluster.restart(other);
      }
    } finally {
      enough.set(true);
      talk.join();
    }
    for (int i = 0; i < players.size(); i++) {
      LossyPlayer player = players.get(i);
      List<Long> all = LongStream.rangeClosed(1, player.said()).boxed().toList();
      assertThat(player.said()).isPositive();
      assertThat(server.heard(joined.get(i).client())).isEqualTo(all);
      assertThat(player.heard()).isEqualTo(all);
      player.leave();
    }
    server.leave();
    System.out.println(
        "Messages of each player over a rolling restart: "
            + players.stream().map(player -> Long.toString(player.said())).toList());
    assertThat(
            databases.countInShards(
                "select count(*) from runtime where state in ('CLOSING', 'ENDED')"))
        .isZero();
    assertThat(databases.countInShards(MATCHES)).isEqualTo(before + 1);
  }

  private static void talk(LossyServer server, List<LossyPlayer> players, AtomicBoolean enough) {
    long end = System.nanoTime() + Duration.ofMinutes(6).toNanos();
    while (!players.stream().allMatch(LossyPlayer::isComplete)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("what was said does not arrive");
      }
      if (enough.get()) {
        players.forEach(LossyPlayer::sayNoMore);
      }
      server.step(false);
      players.forEach(player -> player.step(false));
      // The processor is for the instances, which start meanwhile.
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
