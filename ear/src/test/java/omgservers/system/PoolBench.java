package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Measures the pool on a real engine, beside the engine alone in the same run. */
class PoolBench {
  /** What the compiler does in the beginning is no cost of a start. */
  private static final int WARM_UP = 30;

  private static final int STARTS = 20;

  /** A sleeper never calls in, so that each that ends is replaced later than the one before. */
  private static final int FEW = 1;

  private static final int MANY = 100;
  private static final Duration MANY_MAX = Duration.ofMinutes(10);
  private static final String SLEEPER = DockerPool.image("sleeper");

  private static DockerEngine engine;
  private static DockerPool pool;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    engine = DockerEngine.start("bench");
    engine.shellImage(SLEEPER, "exec sleep 3600");
    pool =
        DockerPool.start(
            "pool-bench",
            Map.of(
                "omgservers.runtime.first-contact", "PT30M",
                "omgservers.deployment.failures", "1000",
                "omgservers.pool.ping", "PT5S",
                "omgservers.pool.inspection", "PT60S",
                "omgservers.pool.orphan-grace", "PT20S",
                "omgservers.pool.stop", "PT5S"));
    pool.add("bench", MANY, engine.address(), "");
  }

  @AfterAll
  static void stop() {
    if (pool != null) {
      pool.close();
    }
    if (engine != null) {
      engine.close();
    }
  }

  private static void report(String what, double value, String unit, double baseline, String of) {
    System.out.printf(
        "BENCH %-44s %8.3f %-3s  %7.2f x %s (%.3f %s)%n",
        what, value, unit, value / baseline, of, baseline, unit);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** From the wish for a runtime to its running container, and from a bare run to its. */
  @Test
  void placementToRunningContainer() {
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int i = 0; i < WARM_UP + STARTS; i++) {
      Instant begin = Instant.now();
      String id = engine.succeed("run", "-d", "--network=host", "--memory=160m", SLEEPER);
      bare.add(seconds(begin, startOf(id)));
      engine.succeed("rm", "-f", id);
      DockerPool.Stage stage = pool.deploy("bench-" + i, "sleeper", 0);
      JsonNode runtime = stage.runtime(each -> !each.path("started_at").isNull());
      ours.add(
          seconds(
              Instant.parse(runtime.path("created").asText()),
              startOf("omgservers_" + runtime.path("id").asText())));
      stage.end();
      Await.until(engine::containers, List::isEmpty);
    }
    double run = median(bare.subList(WARM_UP, bare.size()));
    double wish = median(ours.subList(WARM_UP, ours.size()));
    report("wish to running container, median", wish, "s", run, "docker run");
    double cold = median(ours.subList(0, STARTS / 2));
    report("the same of the first " + STARTS / 2, cold, "s", run, "docker run");
  }

  private static Instant startOf(String container) {
    return Instant.parse(engine.inspect(container, "{{.State.StartedAt}}"));
  }

  @Test
  void manyRuntimesStartedAndStopped() throws InterruptedException, IOException {
    int threads = threads();
    Instant begin = Instant.now();
    DockerPool.Stage stage = pool.deploy("many", "sleeper", "{\"min_lobbies\":%d}".formatted(MANY));
    await(MANY);
    double starting = seconds(begin, Instant.now());
    Await.until(() -> started(stage), started -> started == MANY);
    System.out.printf(
        "BENCH threads of our server: %d while none runs, %d with %d whose output is followed%n",
        threads, threads(), MANY);
    begin = Instant.now();
    stage.end();
    await(0);
    Await.until(pool::held, held -> held == 0);
    report(
        MANY + " runtimes started; stopped in comparison",
        starting,
        "s",
        seconds(begin, Instant.now()),
        "the stop");
    assertThat(engine.containers()).isEmpty();
  }

  /** What is killed with signal 9, and until what runs is again what should run. */
  @Test
  void consistentAgainAfterAKill() {
    DockerPool.Stage stage = pool.deploy("kills", "sleeper", "{\"min_lobbies\":%d}".formatted(FEW));
    Await.until(() -> isConsistent(stage), yes -> yes);
    String victim = running().iterator().next();
    recovery("a game server", stage, () -> engine.succeed("kill", "--signal=KILL", victim));
    recovery(
        "an engine, which is started again",
        stage,
        () -> {
          engine.kill();
          engine.start();
        });
    recovery("our server, which is started again", stage, () -> pool.platform().crash());
    stage.end();
    Await.until(pool::held, held -> held == 0);
    assertThat(engine.containers()).isEmpty();
  }

  private static void recovery(String what, DockerPool.Stage stage, Runnable kill) {
    Instant begin = Instant.now();
    kill.run();
    double until = seconds(begin, Instant.now());
    Await.until(() -> isConsistent(stage), yes -> yes);
    System.out.printf(
        "BENCH consistent after kill -9 of %-36s %6.1f s, of which %.1f s to kill and start it%n",
        what, seconds(begin, Instant.now()), until);
  }

  /** Exactly the wanted runtimes are started, hold room, and have containers that run. */
  private static boolean isConsistent(DockerPool.Stage stage) {
    List<JsonNode> live =
        stage.runtimes().stream()
            .filter(each -> !each.path("state").asText().equals("ENDED"))
            .toList();
    Set<String> wanted =
        live.stream()
            .filter(each -> !each.path("started_at").isNull())
            .map(each -> "omgservers_" + each.path("id").asText())
            .collect(Collectors.toSet());
    return live.size() == FEW
        && wanted.size() == FEW
        && pool.held() == FEW
        && engine.containers().size() == FEW
        && running().equals(wanted);
  }

  private static Set<String> running() {
    return Set.copyOf(
        engine
            .succeed("ps", "--filter=label=com.omgservers.runtime", "--format={{.Names}}")
            .lines()
            .toList());
  }

  private static long started(DockerPool.Stage stage) {
    return stage.runtimes().stream().filter(each -> !each.path("started_at").isNull()).count();
  }

  private static int threads() throws IOException {
    Path data = pool.platform().installation().data();
    String pid = Files.readString(data.resolve("server.pid")).strip().split("\\s", -1)[0];
    return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToInt(line -> Integer.parseInt(line.substring("Threads:".length()).strip()))
        .sum();
  }

  private static void await(int containers) throws InterruptedException {
    Instant end = Instant.now().plus(MANY_MAX);
    while (engine.containers().size() != containers) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(500);
    }
  }
}
