package omgservers.builder;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.pool.RoomFreed;
import omgservers.pool.Site;
import omgservers.pool.docker.ImageBuild;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.EachShard;

/** The builds that this instance looks after, each on a thread of its own. */
@ApplicationScoped
class BuildCrew {
  private static final System.Logger LOG = System.getLogger(BuildCrew.class.getName());
  private static final long TICK_MILLIS = 500;
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 10;

  private final BuildTools tools;
  private final Shards shards;
  private final Background background;
  private final Map<Long, BuildRun> runs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> thread(task, "omgservers-build"));
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, task -> thread(task, "omgservers-build-clock"));
  private final AtomicBoolean waking = new AtomicBoolean();

  @Inject
  BuildCrew(BuildTools tools, Shards shards, Background background) {
    this.tools = tools;
    this.shards = shards;
    this.background = background;
    clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
  }

  protected BuildCrew() {
    this(null, null, null);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(BuildCrew.class.getClassLoader());
    return thread;
  }

  /** Whether one more build can be looked after. */
  boolean hasHands() {
    return runs.size() < tools.settings().builderAtOnce();
  }

  /** Whether this run is looked after here. */
  boolean works(long build, int run) {
    BuildRun present = runs.get(build);
    return present != null && present.number() == run;
  }

  /** The run begins, on the site where it has room. */
  void begin(BuildSteps.Snapshot job, Site site) {
    BuildRun run = new BuildRun(tools, job, site);
    BuildRun before = runs.put(job.id(), run);
    if (before != null) {
      before.stop(BuildRun.Stop.LOST);
    }
    var ticking =
        clock.scheduleWithFixedDelay(
            () -> tick(job.id(), run), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    try {
      threads.execute(
          () -> {
            try {
              run.run();
            } finally {
              ticking.cancel(false);
              runs.remove(job.id(), run);
              wakeQueued();
            }
          });
    } catch (RejectedExecutionException e) {
      // The server stops: the lease runs out.
      ticking.cancel(false);
      runs.remove(job.id(), run);
    }
  }

  private static void tick(long build, BuildRun run) {
    try {
      run.tick();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "build " + build + ": nothing was noted for now", e);
    }
  }

  /** Somebody's run ended without a word: what it made on the site goes, if that answers. */
  void clear(BuildSteps.Snapshot job, Site site) {
    List<String> made = tools.steps().made(job.id());
    try {
      threads.execute(
          () -> {
            ImageBuild.Names names = new ImageBuild.Names(job.projectId(), job.id(), job.run());
            try (ImageBuild run =
                new ImageBuild(site, tools.settings(), tools.pool().installation(), names)) {
              run.recall(made);
              run.tidy(null);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the server stops", e);
    }
  }

  /** The build is not wanted any more; elsewhere that is noticed with the next lease. */
  void cancel(long build) {
    BuildRun run = runs.get(build);
    if (run != null) {
      // An engine may be slow to hear of it, and whoever asks must not wait.
      threads.execute(() -> run.stop(BuildRun.Stop.CANCELLED));
    }
  }

  /** Comes after the transaction that made the room, when no other may begin on this thread. */
  void freed(@Observes RoomFreed event) {
    wakeQueued();
  }

  /** Those that wait for room are looked at soon. */
  private void wakeQueued() {
    if (!waking.compareAndSet(false, true)) {
      return;
    }
    try {
      background.execute(
          () -> {
            waking.set(false);
            EachShard.of(shards.count(), "waking queued builds", tools.steps()::wakeQueued);
          });
    } catch (RejectedExecutionException e) {
      // The server stops; who waits is looked at when it starts again.
      waking.set(false);
    }
  }

  /** Runs end with a state rather than with a lease that runs out. */
  @PreDestroy
  void close() {
    runs.values().forEach(run -> run.stop(BuildRun.Stop.CLOSING));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.INFO, "{0} builds were left as they are", runs.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    clock.shutdownNow();
  }
}
