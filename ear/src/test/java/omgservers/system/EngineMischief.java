package omgservers.system;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What can happen to Docker engines and to what they run. An engine is away beside all else that
 * happens; the other one may have to do without rest, or be away, too.
 */
final class EngineMischief {
  private static final int DOWN_MILLIS_MAX = 4_000;
  private static final int FROZEN_MILLIS_MAX = 8_000;

  private final Engines engines;
  private final Random random;
  private final Consumer<String> tell;
  private final Map<String, CompletableFuture<Void>> away = new HashMap<>();

  /** Mischief with these engines, by this chance, of which is told. */
  EngineMischief(Engines engines, Random random, Consumer<String> tell) {
    this.engines = engines;
    this.random = random;
    this.tell = tell;
    engines.names().forEach(name -> away.put(name, CompletableFuture.completedFuture(null)));
  }

  /** All engines are there again. */
  void join() {
    away.values().forEach(CompletableFuture::join);
  }

  private List<String> there() {
    away.values().stream()
        .filter(CompletableFuture::isCompletedExceptionally)
        .forEach(e -> e.join());
    return engines.names().stream().filter(name -> away.get(name).isDone()).toList();
  }

  /** Something happens to one of the engines that are there, and is over some time later. */
  private void one(
      String what, int millisMax, Consumer<DockerEngine> begin, Consumer<DockerEngine> end) {
    List<String> there = there();
    int millis = random.nextInt(millisMax);
    if (there.isEmpty()) {
      return;
    }
    String name = there.get(random.nextInt(there.size()));
    DockerEngine engine = engines.get(name);
    tell.accept(what + " " + name);
    away.put(
        name,
        CompletableFuture.runAsync(
            () -> {
              begin.accept(engine);
              Mischief.sleep(millis);
              end.accept(engine);
              tell.accept(what + " is over " + name);
            },
            Mischief.THREADS));
  }

  void kill() {
    one("KILL_ENGINE", DOWN_MILLIS_MAX, DockerEngine::kill, DockerEngine::start);
  }

  void restart() {
    one("RESTART_ENGINE", 1, engine -> {}, DockerEngine::restart);
  }

  /** The engine does not answer; or it does, and what starts and stops its containers does not. */
  void freeze() {
    if (random.nextBoolean()) {
      one(
          "FREEZE_ENGINE",
          FROZEN_MILLIS_MAX,
          engine -> engine.signal("STOP"),
          engine -> engine.signal("CONT"));
    } else {
      one(
          "FREEZE_CONTAINERD",
          FROZEN_MILLIS_MAX,
          engine -> engine.signalContainerd("STOP"),
          engine -> engine.signalContainerd("CONT"));
    }
  }

  /** By the engine, or behind its back. */
  void killContainer() {
    boolean asked = random.nextBoolean();
    container(
        asked ? "KILL_CONTAINER" : "KILL_CONTAINED",
        (engine, name) -> {
          if (asked) {
            // It may have ended meanwhile.
            engine.run("kill", name);
          } else {
            signal("KILL", engine, name);
          }
        });
  }

  void freezeContainer() {
    int millis = random.nextInt(FROZEN_MILLIS_MAX);
    boolean asked = random.nextBoolean();
    container(
        asked ? "PAUSE_CONTAINER" : "FREEZE_CONTAINED",
        (engine, name) -> {
          if (asked) {
            engine.run("pause", name);
            Mischief.sleep(millis);
            engine.run("unpause", name);
          } else {
            signal("STOP", engine, name);
            Mischief.sleep(millis);
            signal("CONT", engine, name);
          }
        });
  }

  private static void signal(String signal, DockerEngine engine, String container) {
    DockerEngine.Result pid = engine.run("inspect", "--format", "{{.State.Pid}}", container);
    if (pid.exitCode() == 0 && Long.parseLong(pid.output()) > 0) {
      Cluster.signal(signal, Long.parseLong(pid.output()));
    }
  }

  private void container(String what, BiConsumer<DockerEngine, String> act) {
    List<Engines.Contained> running =
        there().stream()
            .flatMap(engines::containers)
            .filter(Engines.Contained::runs)
            .sorted(Comparator.comparing(Engines.Contained::runtime))
            .toList();
    if (running.isEmpty()) {
      return;
    }
    Engines.Contained one = running.get(random.nextInt(running.size()));
    tell.accept(what + " " + one.engine() + " " + one.runtime());
    act.accept(engines.get(one.engine()), Engines.container(one.runtime()));
  }
}
