package omgservers.pool;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.work.Background;
import omgservers.shared.work.Stopping;

/**
 * Runs game servers as local child processes, for trying and developing without a container engine.
 * An image <code>tenant/project:tag</code> is the folder <code>tenant/project/tag</code> of the
 * image store, with a file <code>command</code> of one argument per line. A process that outlives a
 * killed server is found again by its process id and start time.
 */
@ApplicationScoped
public class ProcessDriver implements Driver {
  /** The name of this driver. */
  public static final String NAME = "process";

  /** A game server that does not stop by itself within this time is forced to. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration NOTED_MAX = Duration.ofSeconds(2);

  private static final List<String> INHERITED = List.of("PATH", "HOME", "JAVA_HOME", "LANG");

  private final Settings settings;
  private final Event<GameServerStopped> stopped;
  private final Time time;
  private final Map<Long, Instant> stopping = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<?>> watched = new ConcurrentHashMap<>();

  private final Background executor;
  private final ProcessOutput outputs;
  private final Neighbours neighbours;
  private volatile boolean leaving;

  /** Processes where the settings say. */
  @Inject
  public ProcessDriver(
      Settings settings,
      Event<GameServerStopped> stopped,
      Time time,
      Background executor,
      ProcessOutput outputs,
      Neighbours neighbours) {
    this.settings = settings;
    this.stopped = stopped;
    this.time = time;
    this.executor = executor;
    this.outputs = outputs;
    this.neighbours = neighbours;
  }

  protected ProcessDriver() {
    this(null, null, null, null, null, null);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isEnabled() {
    return settings.processDriver();
  }

  @Override
  public boolean holds(String image) {
    return Files.isDirectory(folder(image));
  }

  private Path folder(String image) {
    return settings.processImages().resolve(image.replace(':', '/'));
  }

  /** There is nothing to make ready: the image is a folder of this machine. */
  @Override
  public CompletionStage<Void> prepare(Site site, String image) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void start(Site site, Start start) throws StartFailed {
    if (running(start.runtime()).isPresent()) {
      return;
    }
    Path image = folder(start.image());
    ProcessBuilder builder = new ProcessBuilder(command(image, start.image()));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.putAll(start.environment());
    ProcessRecord record = record(start.runtime());
    try {
      Files.createDirectories(record.folder());
      builder
          .directory(image.toFile())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(record.stdout().toFile()))
          .redirectError(ProcessBuilder.Redirect.appendTo(record.stderr().toFile()));
      Process process = builder.start();
      record.started(process.toHandle(), site.id());
      watched.put(
          start.runtime(),
          process
              .onExit()
              .thenAcceptAsync(
                  ended -> {
                    record.ended(ended.exitValue());
                    gone(start.runtime());
                  },
                  executor));
    } catch (IOException e) {
      throw new StartFailed("The process cannot be started: " + e.getMessage(), e);
    }
  }

  private static List<String> command(Path image, String name) throws StartFailed {
    Path file = image.resolve("command");
    try {
      List<String> command =
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .collect(Collectors.toCollection(ArrayList::new));
      if (command.isEmpty()) {
        throw new StartFailed("The image " + name + " has an empty command.", null);
      }
      if (command.get(0).equals("java")) {
        // The one Java that is surely there, even where none is on the path.
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
      }
      return command;
    } catch (IOException e) {
      throw new StartFailed("There is no image " + name + " in the image store.", e);
    }
  }

  @Override
  public Observation observe(Site site, long runtime) {
    ProcessRecord record = record(runtime);
    if (!record.exists()) {
      return new Observation(Presence.ABSENT, "Nothing was started.");
    }
    Optional<ProcessHandle> handle = record.running();
    if (handle.isEmpty()) {
      Exit exit = record.exitCode().map(code -> new Exit(code, false)).orElse(null);
      return new Observation(Presence.STOPPED, record.explain(), exit);
    }
    watched.computeIfAbsent(
        runtime, id -> handle.get().onExit().thenRunAsync(() -> gone(id), executor));
    return new Observation(Presence.RUNNING, "");
  }

  @Override
  public boolean stop(Site site, long runtime) {
    Optional<ProcessHandle> handle = running(runtime);
    if (handle.isEmpty()) {
      stopping.remove(runtime);
      return true;
    }
    Instant since = stopping.putIfAbsent(runtime, time.now());
    if (since == null) {
      each(handle.get(), ProcessHandle::destroy);
    } else if (time.now().isAfter(since.plus(GRACE))) {
      each(handle.get(), ProcessHandle::destroyForcibly);
    }
    return false;
  }

  /** Its files are in nobody's way until it is forgotten. */
  @Override
  public void remove(Site site, long runtime) {}

  private static void each(ProcessHandle handle, java.util.function.Consumer<ProcessHandle> end) {
    handle.descendants().forEach(end);
    end.accept(handle);
  }

  /** This machine answers. */
  @Override
  public void ping(Site site) {}

  /** Processes are watched one by one, from their start or from when they are found again. */
  @Override
  public Following follow(Site site, LongConsumer listener) {
    return new Watched();
  }

  private record Watched() implements Following {
    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /**
   * Only what runs: the output of what has ended is kept on purpose. And only what was started for
   * this server: what another one of this machine runs is not for this one to judge.
   */
  @Override
  public Map<Long, Observation> survey(Site site) {
    Map<Long, Observation> seen = new HashMap<>();
    for (Path folder : folders()) {
      String name = folder.getFileName().toString();
      boolean ours = new ProcessRecord(folder).isOf(site.id());
      if (ours && name.chars().allMatch(Character::isDigit)) {
        long runtime = Long.parseLong(name);
        Observation observed = observe(site, runtime);
        if (observed.presence() == Presence.RUNNING) {
          seen.put(runtime, observed);
        }
      }
    }
    return seen;
  }

  @Override
  public Reading read(Site site, long runtime, Output output) {
    ProcessRecord record = record(runtime);
    return outputs.read(record.stdout(), record.stderr(), output);
  }

  @Override
  public Map<Long, Use> measure(Site site, Collection<Long> runtimes) {
    Map<Long, Use> used = new HashMap<>();
    for (long runtime : runtimes) {
      running(runtime).ifPresent(process -> used.put(runtime, ProcessUse.of(process)));
    }
    return used;
  }

  @Override
  public void forget(long runtime) {
    Path folder = record(runtime).folder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      System.getLogger(ProcessDriver.class.getName())
          .log(System.Logger.Level.DEBUG, "nothing to forget of runtime " + runtime, e);
    }
  }

  /** Another instance on this machine looks after the game servers as soon as this one is gone. */
  void stopping(@Observes Stopping event) {
    leaving = neighbours.arePresent();
  }

  /**
   * An orderly stop of the server ends its game servers: nothing of ours stays behind on a
   * developer's machine. A killed server leaves them running, and finds them again.
   */
  @PreDestroy
  void endAll() {
    if (leaving) {
      return;
    }
    List<ProcessHandle> handles = everyRunning();
    handles.forEach(handle -> each(handle, ProcessHandle::destroy));
    CompletableFuture.allOf(
            handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    handles.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(handle -> each(handle, ProcessHandle::destroyForcibly));
    // How they ended is written down behind their ends.
    CompletableFuture.allOf(watched.values().toArray(CompletableFuture[]::new))
        .exceptionally(stopped -> null)
        .completeOnTimeout(null, NOTED_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private List<ProcessHandle> everyRunning() {
    return folders().stream()
        .flatMap(folder -> new ProcessRecord(folder).running().stream())
        .toList();
  }

  private List<Path> folders() {
    Path data = settings.processData();
    if (!Files.isDirectory(data)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(data)) {
      return folders.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void gone(long runtime) {
    watched.remove(runtime);
    stopped.fire(new GameServerStopped(runtime));
  }

  private Optional<ProcessHandle> running(long runtime) {
    return record(runtime).running();
  }

  private ProcessRecord record(long runtime) {
    return new ProcessRecord(settings.processData().resolve(Long.toString(runtime)));
  }
}
