package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Measures the pool on a real engine, beside the engine alone in the same run. */
class PoolBench {
  private static final int STARTS = 10;
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
    pool = DockerPool.start("pool-bench", Map.of("omgservers.runtime.first-contact", "PT30M"));
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
    for (int i = 0; i < STARTS; i++) {
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
    report("wish to running container, median", median(ours), "s", median(bare), "docker run");
  }

  private static Instant startOf(String container) {
    return Instant.parse(engine.inspect(container, "{{.State.StartedAt}}"));
  }

  @Test
  void manyRuntimesStartedAndStopped() throws InterruptedException {
    Instant begin = Instant.now();
    DockerPool.Stage stage = pool.deploy("many", "sleeper", "{\"min_lobbies\":%d}".formatted(MANY));
    await(MANY);
    double starting = seconds(begin, Instant.now());
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

  private static void await(int containers) throws InterruptedException {
    Instant end = Instant.now().plus(MANY_MAX);
    while (engine.containers().size() != containers) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(500);
    }
  }
}
