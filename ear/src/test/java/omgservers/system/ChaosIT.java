package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Duelists play and players talk over two instances and three shards, each with a PostgreSQL of its
 * own, with game servers as processes and on a Docker engine, while parts of all that are killed,
 * frozen and restarted at random. For longer than CI has: <code>
 * -Domgservers.chaos.seconds=600</code>, and again as it was with <code>
 * -Domgservers.chaos.seed=</code>.
 */
class ChaosIT {
  private static final int SERVERS = 3;
  private static final int SECONDS = Integer.getInteger("omgservers.chaos.seconds", 40);
  private static final long SEED = Long.getLong("omgservers.chaos.seed", System.nanoTime());

  /** After so much of it all must become whole, and is looked at. */
  private static final int ROUND_SECONDS_MAX = 60;

  /** How many play on each stage. */
  private static final int DUELISTS = 2;

  /** One of them is what two cores carry beside the rest. */
  private static final int ENGINES = Integer.getInteger("omgservers.chaos.engines", 1);

  private static final int TALKERS = 4;
  private static final Duration LOOK_PAUSE = Duration.ofSeconds(2);
  private static final Duration DUELS_END_MAX = Duration.ofMinutes(6);
  private static final String TENANT = "crowd";

  /** Where game servers run as processes, and where they run in containers. */
  private static final List<String> STAGES = List.of("live", "contained");

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("omgservers.shards", "" + SERVERS),
          Map.entry("omgservers.runtime.silence", "PT2M"),
          Map.entry("omgservers.pool.docker.network", "host"),
          Map.entry("omgservers.pool.docker.connect", "PT3S"),
          Map.entry("omgservers.pool.docker.call", "PT5S"),
          Map.entry("omgservers.pool.docker.create", "PT10S"),
          Map.entry("omgservers.pool.docker.start", "PT10S"),
          Map.entry("omgservers.pool.ping", "PT1S"),
          // What belongs to nobody must have gone when half a minute is over.
          Map.entry("omgservers.pool.inspection", "PT5S"),
          Map.entry("omgservers.pool.orphan-grace", "PT5S"),
          Map.entry("omgservers.pool.runtime-memory", "160"));

  @TempDir private static Path folder;

  private static Cluster cluster;
  private static Engines engines;

  @BeforeAll
  static void open() {
    Cluster.require();
    DockerEngine.require();
    CompletableFuture<Engines> begun =
        CompletableFuture.supplyAsync(
            () -> Engines.start(TENANT + "/duel:contained", ENGINES, SEED), Mischief.THREADS);
    try {
      cluster = new Cluster("chaos", SERVERS, SETTINGS);
    } finally {
      engines = begun.join();
    }
    engines.join(cluster);
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
    if (engines != null) {
      engines.close();
    }
  }

  /** On each stage a version whose image is where the game servers of the stage are to run. */
  private static void deployDuels() throws IOException {
    Studio duel = Studio.open(cluster.platform(), TENANT);
    String config =
        Files.readString(TestPlatform.ROOT.resolve("sdk-defold/example/duel/version.json"))
            .replace("\"min_players\": 2,", "\"min_players\": 2, \"ticket_timeout_seconds\": 20,");
    List<String> versions =
        List.of(duel.version("stored", config), duel.versionElsewhere("contained", config));
    for (int i = 0; i < STAGES.size(); i++) {
      duel.stage(STAGES.get(i));
      duel.deploying(
              versions.get(i),
              STAGES.get(i),
              "{\"min_lobbies\":1,\"lobby\":{\"max_assignments\":4}}")
          .is(201);
    }
  }

  /** Nothing is wanted on any stage any more. */
  private static void endAll(String... stages) {
    Administration admin = cluster.admin(false);
    for (String stage : stages) {
      String deployments = "tenants/" + stage + "/deployments";
      admin
          .get(deployments)
          .is(200)
          .values("id")
          .forEach(id -> admin.delete(deployments + "/" + id + "?now=true").is(202));
    }
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
                String.join(",", STAGES),
                Integer.toString(DUELISTS),
                Integer.toString(SECONDS),
                until.toString()),
        Mischief.THREADS);
  }

  /** Looks on while mischief is done; after a fault no instance is still being started. */
  private static void watch(CompletableFuture<Void> going, Mischief mischief, Runnable look)
      throws InterruptedException {
    try {
      while (!going.isDone()) {
        look.run();
        Thread.sleep(LOOK_PAUSE.toMillis());
      }
    } catch (RuntimeException | AssertionError e) {
      mischief.stop();
      going.exceptionally(also -> null).join();
      throw e;
    }
    going.join();
  }

  @Test
  void holdsWhateverIsKilledOrFrozen() throws Exception {
    System.out.println("chaos for " + SECONDS + " s, seed " + SEED);
    deployDuels();
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
    Invariants invariants = new Invariants(cluster, engines);
    Mischief mischief =
        new Mischief(cluster, SERVERS, engines, game.runtime(), SEED, secrecy::read);
    int rounds = (SECONDS + ROUND_SECONDS_MAX - 1) / ROUND_SECONDS_MAX;
    for (int round = 0; round < rounds; round++) {
      Duration time = Duration.ofSeconds(SECONDS / rounds);
      CompletableFuture<Void> going =
          CompletableFuture.runAsync(() -> mischief.run(time), Mischief.THREADS);
      watch(
          going,
          mischief,
          () -> {
            assertThat(invariants.broken()).isEmpty();
            assertThat(duels.isDone()).isFalse();
            talk.requireSound();
          });
      if (round < rounds - 1) {
        invariants.settle();
      }
    }
    Files.createFile(until);
    long said = talk.end();
    LuaRun crowd = duels.get(DUELS_END_MAX.toSeconds(), TimeUnit.SECONDS);
    System.out.println("talk: " + said + " messages; crowd: " + crowd.lines());
    assertThat(crowd.exitCode()).as(String.join("\n", crowd.lines())).isZero();
    assertThat(crowd.number("duels")).isPositive();
    invariants.settle();
    invariants.rest();
    engines.passwords().forEach(secrecy::add);
    endAll(
        TENANT + "/projects/duel/stages/live",
        TENANT + "/projects/duel/stages/contained",
        "hand/projects/game/stages/live");
    invariants.empty();
    secrecy.read();
    assertThat(secrecy.found()).isEmpty();
  }
}
