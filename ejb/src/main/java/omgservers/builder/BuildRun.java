package omgservers.builder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import omgservers.builder.model.BuildSource;
import omgservers.builder.model.BuildState;
import omgservers.builder.model.BuildStep;
import omgservers.builder.model.BuildWish;
import omgservers.builder.source.Bounds;
import omgservers.builder.source.GitSource;
import omgservers.builder.source.SourceFault;
import omgservers.pool.Site;
import omgservers.pool.docker.BuildFault;
import omgservers.pool.docker.ImageBuild;
import omgservers.registry.Pushes;
import omgservers.registry.model.PushedImage;

/**
 * One run of a build, on a thread of its own: source, image, push, version. Beside it a clock ticks
 * that stores what is written, makes the lease longer, and stops the run when it is not wanted any
 * more or takes too long. What the run finds out is written down under its number only: when
 * somebody else decided about the build, it ends without a word.
 */
final class BuildRun implements Runnable {
  private static final System.Logger LOG = System.getLogger(BuildRun.class.getName());
  private static final Duration LEASE_EVERY = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 200;

  private final BuildTools tools;
  private final BuildSteps.Snapshot job;
  private final Site site;
  private final Instant deadline;
  private final AtomicReference<Stop> stop = new AtomicReference<>();
  private final AtomicReference<ImageBuild> engine = new AtomicReference<>();
  private volatile BuildTranscript transcript;
  private Instant leased;

  /** Why a run does not go on. */
  enum Stop {
    CANCELLED,
    TIMED_OUT,
    LOST,
    CLOSING
  }

  BuildRun(BuildTools tools, BuildSteps.Snapshot job, Site site) {
    this.tools = tools;
    this.job = job;
    this.site = site;
    this.leased = tools.time().now();
    this.deadline = leased.plus(tools.settings().builderTimeout());
    this.transcript = new BuildTranscript(job.nextLine(), List.of(), tools.time());
  }

  int number() {
    return job.run();
  }

  /** The run ends for this reason, unless it does for another already; from any thread. */
  void stop(Stop why) {
    if (stop.compareAndSet(null, why)) {
      ImageBuild building = engine.get();
      if (building != null) {
        building.cancel();
      }
    }
  }

  /** Called about once a second, by one thread at a time. */
  void tick() {
    Instant now = tools.time().now();
    if (!now.isBefore(deadline)) {
      stop(Stop.TIMED_OUT);
    }
    if (!leased.plus(LEASE_EVERY).isAfter(now)) {
      leased = now;
      switch (tools.steps().lease(job.id(), job.run())) {
        case CANCELLED -> stop(Stop.CANCELLED);
        case LOST -> stop(Stop.LOST);
        default -> {
          // It goes on.
        }
      }
    }
    store();
  }

  /** Not twice at once: the same lines would count twice. */
  private synchronized void store() {
    BuildTranscript present = transcript;
    present
        .unstored()
        .ifPresent(
            lines -> {
              if (tools.steps().store(job.id(), job.run(), lines)) {
                present.stored(lines);
                tools.listeners().tell(job.id());
              } else {
                stop(Stop.LOST);
              }
            });
  }

  @Override
  public void run() {
    End end;
    try {
      end = work();
    } catch (BuildFault e) {
      end =
          switch (e.kind()) {
            case REFUSED -> new End(BuildState.FAILED, e.getMessage());
            case GONE -> new End(BuildState.INTERRUPTED, e.getMessage());
            case CANCELLED -> new End(BuildState.CANCELLED, e.getMessage());
          };
    } catch (SourceFault e) {
      end = new End(BuildState.FAILED, e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "build " + job.id() + " failed", e);
      end = new End(BuildState.INTERRUPTED, "A fault of the server stopped it; see its log.");
    }
    try {
      finish(stop.get() == null || end.version() != null ? end : stopped(stop.get()));
    } catch (RuntimeException e) {
      // The lease runs out, and the build ends then.
      LOG.log(System.Logger.Level.WARNING, "the end of build " + job.id() + " is not noted", e);
    }
  }

  /** How it ended: as a version, or in the state for a reason. */
  private record End(BuildState state, String reason, Long version) {
    End(BuildState state, String reason) {
      this(state, reason, null);
    }
  }

  private End stopped(Stop why) {
    return switch (why) {
      case CANCELLED -> new End(BuildState.CANCELLED, "It was cancelled.");
      case TIMED_OUT ->
          new End(
              BuildState.TIMED_OUT,
              "It took longer than %d seconds."
                  .formatted(tools.settings().builderTimeout().toSeconds()));
      case LOST, CLOSING ->
          new End(BuildState.INTERRUPTED, "The server that looked after it stopped.");
    };
  }

  private void finish(End end) {
    String reason = end.reason == null ? null : transcript.masked(end.reason);
    transcript.platform(
        end.version == null
            ? end.state + ": " + reason
            : "SUCCEEDED: version " + end.version + " of the project.");
    transcript.end();
    store();
    // Before the end: who sees a build that is over may rely on its room.
    tools.sites().release(job.id());
    if (end.version == null) {
      tools.steps().end(job.id(), job.run(), end.state, reason);
    } else {
      tools.steps().succeed(job.id(), job.run(), end.version);
    }
    tools.listeners().tell(job.id());
  }

  private End work() throws BuildFault, SourceFault, IOException {
    BuildArguments arguments = BuildArguments.of(job.id(), job.wish(), tools.vault());
    transcript = new BuildTranscript(job.nextLine(), arguments.secret().values(), tools.time());
    transcript.platform("Run %d on %s.".formatted(job.run(), site.name()));
    Path folder = tools.folder().place("run-" + job.id() + "-" + job.run());
    Files.createDirectories(folder);
    ImageBuild.Names names = new ImageBuild.Names(job.projectId(), job.id(), job.run());
    try (ImageBuild building =
        new ImageBuild(site, tools.settings(), tools.pool().installation(), names)) {
      engine.set(building);
      return work(building, folder, arguments);
    } finally {
      engine.set(null);
      WorkFolder.clear(folder);
    }
  }

  private End work(ImageBuild building, Path folder, BuildArguments arguments)
      throws BuildFault, SourceFault, IOException {
    String repository = tools.registry().repository(job);
    String reference = tools.registry().reference(repository);
    String pushed = null;
    try {
      try (InputStream source = source(folder)) {
        doing(BuildStep.BUILDING);
        building.build(
            source, recipe(arguments), tools.registry().toPull(repository), transcript::engine);
      }
      requireNoSecrets(building.history(), arguments.secret());
      doing(BuildStep.PUSHING);
      pushed = reference + ":" + job.wish().tag();
      transcript.platform("Pushing " + pushed);
      String digest =
          building.push(
              reference, job.wish().tag(), tools.registry().toPush(repository), transcript::engine);
      tools.steps().pushed(job.id(), job.run(), repository + ":" + job.wish().tag(), digest);
      building.keepForNext();
      doing(BuildStep.REGISTERING);
      tools.registry().pushed(job, repository, digest);
      return register(repository, digest);
    } finally {
      building.tidy(pushed);
    }
  }

  private void doing(BuildStep step) throws SourceFault {
    if (stop.get() != null || !tools.steps().does(job.id(), job.run(), step)) {
      stop(Stop.LOST);
      throw new SourceFault("It does not go on.");
    }
  }

  private InputStream source(Path folder) throws SourceFault, IOException {
    BuildWish wish = job.wish();
    if (job.source() == BuildSource.ARCHIVE) {
      return new KeptSource(tools.steps(), job.id());
    }
    doing(BuildStep.FETCHING);
    Path archive = folder.resolve("source.tar.gz");
    GitSource git =
        new GitSource(
            Bounds.of(tools.settings()),
            tools.settings().builderPrivateGit(),
            () -> stop.get() != null,
            transcript::engine);
    String commit = git.fetch(wish.git(), wish.dockerfile(), folder.resolve("git"), archive);
    transcript.platform("Commit " + commit);
    tools.steps().fetched(job.id(), job.run(), commit);
    return Files.newInputStream(archive);
  }

  private ImageBuild.Recipe recipe(BuildArguments arguments) {
    BuildWish wish = job.wish();
    return new ImageBuild.Recipe(
        wish.dockerfile(),
        wish.target(),
        arguments.all(),
        BuildArguments.texts(wish.labels()),
        wish.noCache());
  }

  /** What an image was made with can be read by everybody who can pull it. */
  private static void requireNoSecrets(List<String> history, Map<String, String> secrets)
      throws BuildFault {
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      if (history.stream().anyMatch(layer -> layer.contains(secret.getValue()))) {
        throw new BuildFault(
            BuildFault.Kind.REFUSED,
            "Everybody who pulls the image could read the secret %s in its history; use it in an earlier stage of the Dockerfile only."
                .formatted(secret.getKey()),
            null);
      }
    }
  }

  /** The registry's image is looked at by others; here it is only waited for. */
  private End register(String repository, String digest) {
    Instant until = tools.time().now().plus(tools.settings().builderVersionWait());
    while (tools.time().now().isBefore(until) && stop.get() == null) {
      Pushes.Outcome outcome = tools.registry().outcome(repository, digest).orElse(null);
      if (outcome != null && outcome.state() == PushedImage.State.VERSION) {
        return new End(BuildState.SUCCEEDED, null, outcome.versionId());
      }
      if (outcome != null && outcome.state() == PushedImage.State.REFUSED) {
        return new End(
            BuildState.FAILED, "The image was pushed, but is no version: " + outcome.reason());
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stop(Stop.CLOSING);
      }
    }
    return new End(
        BuildState.FAILED,
        "The image was pushed, but did not become a version within %d seconds."
            .formatted(tools.settings().builderVersionWait().toSeconds()));
  }
}
