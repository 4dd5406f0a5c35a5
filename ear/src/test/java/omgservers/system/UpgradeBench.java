package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of an earlier build are replaced one after the other by this one, while players
 * talk and duel and others make calls; in between the one that is still of the earlier build is
 * restarted on the databases that this build has migrated. Which build: <code>
 * -Domgservers.upgrade.from=</code>, a commit or the folder of a checkout that was built.
 */
class UpgradeBench {
  /** What ran before the rule of decision 0045. */
  private static final String FROM = System.getProperty("omgservers.upgrade.from", "30d7270e");

  private static final int TALKERS = 4;
  private static final int DUELISTS = 4;
  private static final Duration PART =
      Duration.ofSeconds(Integer.getInteger("omgservers.upgrade.seconds", 20));
  private static final Duration DUELS_END_MAX = Duration.ofMinutes(6);
  private static final String TENANT = "crowd";
  private static final String STAGE = "live";

  /** A kind of letters that builds before 2026-11-26 22:16 do not know; to nobody. */
  private static final String LETTER =
      """
      insert into outbox (id, receiver, kind, body, written, due_at)
      values (gen_random_uuid(), %1$s, 'matchmaking.MatchmakingMail$PlaceDoubted',
          '{"receiver":"%1$s","matchmaker":"1","runtime":"1","ticket":"1"}', now(), now())
      """;

  private static final Pattern WARNED =
      Pattern.compile("\\[(WARNING|SEVERE|ERROR)\\] \\[[^]]*\\] \\[(omgservers|org\\.flywaydb)");

  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  /** What an earlier build says of a newer schema, and of the letter: it goes on. */
  private static final List<String> EXPECTED =
      List.of("newer than the latest available migration", "PlaceDoubted waits");

  @TempDir private Path folder;

  private Cluster cluster;
  private Databases databases;
  private Invariants invariants;
  private Talk talk;

  @Test
  void replacesOneInstanceAfterTheOther() throws Exception {
    Cluster.require();
    Path earlier = EarlierBuild.of(FROM);
    cluster =
        new Cluster(
            earlier,
            "upgrade",
            1,
            Map.of(
                "omgservers.limits.open-per-minute", "1000000",
                "omgservers.limits.open-burst", "1000000",
                "omgservers.limits.api-per-minute", "1000000",
                "omgservers.limits.api-burst", "1000000"));
    try {
      upgrade(earlier);
    } finally {
      cluster.close();
    }
  }

  private void upgrade(Path earlier) throws Exception {
    databases = new Databases(cluster.platform());
    invariants = new Invariants(cluster, null);
    deployDuels();
    HandGame game = new HandGame(cluster.platform());
    game.through(cluster.door());
    talk = new Talk(game, game.joinAll(TALKERS));
    Path until = folder.resolve("until");
    CompletableFuture<LuaRun> duels = duelists("crowd", until);
    Probe probe = new Probe(cluster.door(), cluster.token());
    watch();
    List<String> warned = new ArrayList<>();
    replace(true, TestPlatform.ROOT);
    figure("schema now", schema());
    figure("a letter that may be unknown there, seconds", stranger());
    watch();
    warned.addAll(warned(false));
    replace(false, earlier);
    watch();
    warned.addAll(warned(false));
    replace(false, TestPlatform.ROOT);
    watch();
    Files.createFile(until);
    figure("messages said and heard, once and in order", talk.end());
    LuaRun crowd = duels.get(DUELS_END_MAX.toSeconds(), TimeUnit.SECONDS);
    figure("duels", String.join(", ", crowd.lines()));
    LuaRun after = playOn();
    figure("duels since all are of this build", String.join(", ", after.lines()));
    figure("answers", probe.end());
    figure("answers 5xx at the door", cluster.answers("5xx"));
    warned.addAll(warned(false));
    warned.addAll(warned(true));
    invariants.rest();
    assertThat(probe.faults()).isEmpty();
    assertThat(crowd.exitCode()).as(String.join("\n", crowd.lines())).isZero();
    assertThat(crowd.number("duels")).isPositive();
    assertThat(after.exitCode()).as(String.join("\n", after.lines())).isZero();
    assertThat(after.number("duels")).isPositive();
    // Builds before decision 0045 break off what others play, whenever there are two instances.
    assertThat(after.number("broken")).isZero();
    assertThat(warned).isEmpty();
  }

  private void deployDuels() {
    Studio duel = Studio.open(cluster.platform(), TENANT);
    String version = duel.version("stored");
    duel.stage(STAGE);
    duel.deploying(version, STAGE, "{\"min_lobbies\":1}").is(201);
  }

  /** Others play while both instances are of this build. */
  private LuaRun playOn() throws Exception {
    Path until = folder.resolve("until-again");
    CompletableFuture<LuaRun> duels = duelists("again", until);
    Thread.sleep(PART.toMillis());
    Files.createFile(until);
    return duels.get(DUELS_END_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<LuaRun> duelists(String name, Path until) {
    return CompletableFuture.supplyAsync(
        () ->
            LuaRun.of(
                folder.resolve(name + ".log"),
                Duration.ofMinutes(30),
                "test/crowd.lua",
                cluster.door().toString(),
                "-",
                TENANT,
                TestPlatform.PROJECT,
                STAGE,
                Integer.toString(DUELISTS),
                "0",
                until.toString()),
        Mischief.THREADS);
  }

  private static void figure(String what, Object figure) {
    System.out.println("BENCH upgrade from " + FROM + ": " + what + ": " + figure);
  }

  private void replace(boolean other, Path root) {
    long begin = System.nanoTime();
    cluster.replace(other, root);
    figure(
        (other ? "the second" : "the first")
            + " replaced by "
            + (root.equals(TestPlatform.ROOT) ? "this build" : "the earlier build")
            + ", seconds",
        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
  }

  /** All go on for a while, and nothing breaks that must hold. */
  private void watch() throws InterruptedException {
    long end = System.nanoTime() + PART.toNanos();
    while (System.nanoTime() < end) {
      assertThat(invariants.broken()).isEmpty();
      talk.requireSound();
      Thread.sleep(1_000);
    }
  }

  private String schema() {
    String version = "select max(version::int)::text from flyway_schema_history";
    return "directory " + databases.text(version) + ", shards " + databases.textInShard(0, version);
  }

  /** How long a letter lies in the outbox of a shard on which the earlier build works. */
  private double stranger() {
    int shard = cluster.shards(false).get(0);
    String id = cluster.admin(true).post("tenants", "{}").is(201).text("id");
    databases.changeShard(shard, LETTER.formatted(id));
    long begin = System.nanoTime();
    Await.until(
        () -> databases.textInShard(shard, "select count(*) from outbox where receiver = " + id),
        "0"::equals);
    assertThat(cluster.shards(false)).contains(shard);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
  }

  /** What the instance, which ran last, warned of. */
  private List<String> warned(boolean other) throws IOException {
    List<String> warned = new ArrayList<>();
    Path logs = cluster.logs().get(other ? 1 : 0);
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.filter(each -> each.toString().matches(".*server.*\\.log")).toList()) {
        String text = COLOURS.matcher(Files.readString(file)).replaceAll("");
        for (String record : text.split("\\]\\]\\n", -1)) {
          if (WARNED.matcher(record).find() && EXPECTED.stream().noneMatch(record::contains)) {
            warned.add(file + ": " + record);
          }
        }
      }
    }
    return warned;
  }
}
