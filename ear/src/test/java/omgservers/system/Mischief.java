package omgservers.system;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import omgservers.launcher.Fault;

/**
 * Kills, freezes and restarts parts of a cluster, whichever comes to its mind: instances,
 * databases, engines, game servers. One instance is always left to start again what fell; the same
 * seed begins with the same thoughts.
 */
final class Mischief {
  private static final int PAUSE_MILLIS_MAX = 8_000;
  private static final int DOWN_MILLIS_MAX = 4_000;
  private static final int BETWEEN_MILLIS_MAX = 2_000;
  private static final Duration START_USUAL = Duration.ofSeconds(20);
  private static final Duration START_MAX = Duration.ofMinutes(4);

  /** Nobody waits for a thread that somebody else blocks. */
  static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "chaos");
        thread.setDaemon(true);
        thread.start();
      };

  private final Cluster cluster;
  private final Databases databases;
  private final Random random;
  private final int servers;
  private final String spared;
  private final Runnable beforeStart;
  private final EngineMischief engines;
  private final List<CompletableFuture<Void>> starting = new ArrayList<>();
  private final long begun = System.nanoTime();
  private List<Act> next = List.of();
  private volatile boolean enough;
  private boolean mayStart;
  private boolean first = true;

  /** What can happen. */
  private enum Act {
    KILL_INSTANCE,
    FREEZE_INSTANCE,
    RESTART_INSTANCE,
    KILL_DATABASE,
    FREEZE_DATABASE,
    RESTART_DATABASE,
    KILL_GAME_SERVER,
    FREEZE_GAME_SERVER,
    KILL_ENGINE,
    FREEZE_ENGINE,
    RESTART_ENGINE,
    KILL_CONTAINER,
    FREEZE_CONTAINER
  }

  /**
   * Mischief with the cluster on so many PostgreSQL servers and these engines, which spares the
   * game server of this runtime; what is to be done before an instance starts again writes its log
   * anew.
   */
  Mischief(
      Cluster cluster,
      int servers,
      Engines engines,
      String spared,
      long seed,
      Runnable beforeStart) {
    this.cluster = cluster;
    this.databases = new Databases(cluster.platform());
    this.servers = servers;
    this.spared = spared;
    this.random = new Random(seed);
    this.engines = new EngineMischief(engines, random, this::tell);
    this.beforeStart = beforeStart;
    // Both instances are there.
    starting.add(CompletableFuture.completedFuture(null));
    starting.add(CompletableFuture.completedFuture(null));
  }

  /**
   * Each kind of act in a random order, again and again; an instance and an engine fall at once.
   */
  private Act choose() {
    if (next.isEmpty()) {
      next = new ArrayList<>(List.of(Act.values()));
      Collections.shuffle(next, random);
      if (first) {
        List<Act> begin = List.of(Act.KILL_INSTANCE, Act.KILL_ENGINE);
        next.removeAll(begin);
        next.addAll(0, begin);
        first = false;
      }
    }
    return next.remove(0);
  }

  /** Does it for so long, and then makes all whole again. */
  void run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!enough && System.nanoTime() < end) {
      // What starts late is waited for when all else is done.
      mayStart = end - System.nanoTime() > START_USUAL.toNanos();
      act(choose());
      sleep(random.nextInt(BETWEEN_MILLIS_MAX));
    }
    starting.forEach(CompletableFuture::join);
    engines.join();
    tell("is done");
  }

  /** Begins nothing more; who runs it comes to an end when what was begun has. */
  void stop() {
    enough = true;
  }

  private void act(Act act) {
    switch (act) {
      case KILL_INSTANCE -> instance(act, this::kill);
      case FREEZE_INSTANCE -> instance(act, this::freeze);
      case RESTART_INSTANCE -> instance(act, this::restart);
      case KILL_DATABASE, FREEZE_DATABASE, RESTART_DATABASE -> database(act);
      case KILL_GAME_SERVER, FREEZE_GAME_SERVER -> gameServer(act);
      case KILL_ENGINE -> engines.kill();
      case FREEZE_ENGINE -> engines.freeze();
      case RESTART_ENGINE -> engines.restart();
      case KILL_CONTAINER -> engines.killContainer();
      case FREEZE_CONTAINER -> engines.freezeContainer();
    }
  }

  private boolean isUp(int instance) {
    return starting.get(instance).isDone();
  }

  /** While one starts the other one is left alone, so that somebody is there. */
  private void instance(Act act, java.util.function.IntConsumer what) {
    starting.forEach(
        each -> {
          if (each.isCompletedExceptionally()) {
            each.join();
          }
        });
    boolean leaves = act != Act.FREEZE_INSTANCE;
    if (isUp(0) && isUp(1) && (mayStart || !leaves)) {
      int instance = random.nextInt(2);
      tell(act + " " + "ab".charAt(instance));
      what.accept(instance);
    }
  }

  private void kill(int instance) {
    cluster.kill(instance == 1);
    start(instance, () -> cluster.start(instance == 1));
  }

  private void freeze(int instance) {
    cluster.pause(instance == 1);
    sleep(random.nextInt(PAUSE_MILLIS_MAX));
    cluster.resume(instance == 1);
  }

  /** The other one knows that it is not alone, and looks after the game servers. */
  private void restart(int instance) {
    Await.until(() -> cluster.alive(instance == 1), alive -> alive == 2);
    start(instance, () -> cluster.stopAndStart(instance == 1));
  }

  private void start(int instance, Runnable way) {
    int down = random.nextInt(DOWN_MILLIS_MAX);
    starting.set(
        instance,
        CompletableFuture.runAsync(
            () -> {
              sleep(down);
              beforeStart.run();
              try {
                way.run();
              } catch (Fault e) {
                tell("could not start " + "ab".charAt(instance));
                startAgain(instance);
              }
              tell("has started " + "ab".charAt(instance));
            },
            THREADS));
  }

  /** As whoever watches over services does when one did not start, as its databases were away. */
  private void startAgain(int instance) {
    Await.within(
        START_MAX,
        () -> {
          beforeStart.run();
          try {
            cluster.start(instance == 1);
            return true;
          } catch (Fault e) {
            return false;
          }
        },
        started -> started);
  }

  private void database(Act act) {
    int server = random.nextInt(servers);
    tell(act + " " + server);
    if (act == Act.FREEZE_DATABASE) {
      databases.freeze(server);
      sleep(random.nextInt(PAUSE_MILLIS_MAX));
      databases.thaw(server);
      return;
    }
    if (act == Act.KILL_DATABASE) {
      List<ProcessHandle> all = databases.processes(server);
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(each -> each.onExit().join());
      sleep(random.nextInt(DOWN_MILLIS_MAX));
    }
    cluster.platform().restartDatabase(server);
  }

  private void gameServer(Act act) {
    List<Path> folders = gameServers(cluster);
    folders.removeIf(folder -> folder.getFileName().toString().equals(spared));
    if (folders.isEmpty()) {
      return;
    }
    Path folder = folders.get(random.nextInt(folders.size()));
    Optional<ProcessHandle> process = process(folder);
    tell(act + " " + folder.getFileName());
    if (act == Act.KILL_GAME_SERVER) {
      process.ifPresent(ProcessHandle::destroyForcibly);
    } else {
      process.ifPresent(each -> Cluster.signal("STOP", each.pid()));
      sleep(random.nextInt(PAUSE_MILLIS_MAX));
      process.ifPresent(each -> Cluster.signal("CONT", each.pid()));
    }
  }

  /** The folders of the game servers that run as processes. */
  static List<Path> gameServers(Cluster cluster) {
    try (Stream<Path> folders = Files.list(cluster.platform().installation().runtimes())) {
      List<Path> running = new ArrayList<>();
      folders.filter(folder -> process(folder).isPresent()).sorted().forEach(running::add);
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> process(Path folder) {
    Properties record = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("process.properties"))) {
      record.load(reader);
    } catch (IOException e) {
      // It is about to start, or has just gone.
      return Optional.empty();
    }
    return record.containsKey("exit") || !record.containsKey("pid")
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(record.getProperty("pid")))
            .filter(ProcessHandle::isAlive);
  }

  private void tell(String what) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(Locale.ROOT, "chaos %6.1f s: %s%n", seconds, what);
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
