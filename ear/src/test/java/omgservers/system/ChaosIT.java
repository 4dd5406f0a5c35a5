package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Duelists play and players talk over two instances and three shards, each with a PostgreSQL of its
 * own, while parts of all that are killed, frozen and restarted at random. For longer than CI has:
 * <code>-Domgservers.chaos.seconds=600</code>, and again as it was with <code>
 * -Domgservers.chaos.seed=</code>.
 */
class ChaosIT {
  private static final int SERVERS = 3;
  private static final int SECONDS = Integer.getInteger("omgservers.chaos.seconds", 40);
  private static final long SEED = Long.getLong("omgservers.chaos.seed", System.nanoTime());

  /** After so much of it all must become whole, and is looked at. */
  private static final int ROUND_SECONDS_MAX = 60;

  private static final int DUELISTS = 4;
  private static final int TALKERS = 4;
  private static final Duration LOOK_PAUSE = Duration.ofSeconds(2);
  private static final Duration DUELS_END_MAX = Duration.ofMinutes(6);
  private static final String TENANT = "crowd";
  private static final String STAGE = "live";

  @TempDir private static Path folder;

  private static Cluster cluster;

  @BeforeAll
  static void open() {
    Cluster.require();
    cluster =
        new Cluster(
            "chaos",
            SERVERS,
            Map.of("omgservers.shards", "" + SERVERS, "omgservers.runtime.silence", "PT2M"));
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void deployDuel() throws IOException {
    Studio duel = Studio.open(cluster.platform(), TENANT);
    duel.stage(STAGE);
    String config =
        Files.readString(TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json"))
            .replace("\"min_players\": 2,", "\"min_players\": 2, \"ticket_timeout_seconds\": 20,");
    duel.deploying(
            duel.version(TENANT, config),
            STAGE,
            "{\"min_lobbies\":1,\"lobby\":{\"max_assignments\":4}}")
        .is(201);
  }

  private static CompletableFuture<LuaRun> duelists(Path until) {
    return CompletableFuture.supplyAsync(
        () ->
            LuaRun.of(
                folder.resolve("crowd.log"),
                Duration.ofSeconds(SECONDS * 2L).plus(Duration.ofMinutes(20)),
                "test/crowd.lua",
                cluster.door().toString(),
                "-",
                TENANT,
                TestPlatform.PROJECT,
                STAGE,
                Integer.toString(DUELISTS),
                Integer.toString(SECONDS),
                until.toString()));
  }

  @Test
  void holdsWhateverIsKilledOrFrozen() throws Exception {
    System.out.println("chaos for " + SECONDS + " s, seed " + SEED);
    deployDuel();
    HandGame game = new HandGame(cluster.platform());
    Secrecy secrecy = new Secrecy(cluster.logs());
    List.of("admin", "support", "installation", "database")
        .forEach(name -> secrecy.add(cluster.platform().secrets().get(name)));
    game.passwords().forEach(secrecy::add);
    game.through(cluster.door());
    Talk talk = new Talk(game, game.joinAll(TALKERS));
    game.passwords().forEach(secrecy::add);
    Path until = folder.resolve("until");
    CompletableFuture<LuaRun> duels = duelists(until);
    Invariants invariants = new Invariants(cluster);
    Mischief mischief = new Mischief(cluster, SERVERS, game.runtime(), SEED, secrecy::read);
    int rounds = (SECONDS + ROUND_SECONDS_MAX - 1) / ROUND_SECONDS_MAX;
    for (int round = 0; round < rounds; round++) {
      Duration time = Duration.ofSeconds(SECONDS / rounds);
      CompletableFuture<Void> going = CompletableFuture.runAsync(() -> mischief.run(time));
      while (!going.isDone()) {
        assertThat(invariants.broken()).isEmpty();
        assertThat(duels.isDone()).isFalse();
        talk.requireSound();
        Thread.sleep(LOOK_PAUSE.toMillis());
      }
      going.join();
      if (round < rounds - 1) {
        invariants.settle();
      }
    }
    Files.createFile(until);
    long said = talk.end();
    LuaRun crowd = duels.get(DUELS_END_MAX.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    System.out.println("talk: " + said + " messages; crowd: " + crowd.lines());
    assertThat(crowd.exitCode()).as(String.join("\n", crowd.lines())).isZero();
    assertThat(crowd.number("duels")).isPositive();
    invariants.settle();
    invariants.rest();
    secrecy.read();
    assertThat(secrecy.found()).isEmpty();
  }
}
