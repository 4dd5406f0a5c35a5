package omgservers.runtime;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import omgservers.pool.Driver;
import omgservers.pool.Driver.Observation;
import omgservers.pool.Driver.StartFailed;
import omgservers.pool.Driver.Unreachable;
import omgservers.pool.Errands;
import omgservers.pool.Pool;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.output.Recorder;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Outages;
import omgservers.shared.tracing.Span;
import omgservers.shared.work.Background;

/**
 * What is done for a runtime on its pool server, between transactions, on the threads of that
 * server. Each errand ends with a transaction that says when to look again.
 */
@ApplicationScoped
class RuntimeErrands implements MultiCollector {
  private static final System.Logger LOG = System.getLogger(RuntimeErrands.class.getName());

  /** What was handed out is due again by itself after so many tries. */
  private static final int REACHED_TRIES_MAX =
      (int) RuntimeSteps.HANDED_MAX.dividedBy(Outages.PAUSE);

  private final StartFigures figures = new StartFigures();
  private final RuntimeSteps steps;
  private final Errands errands;
  private final Pool pool;
  private final Settings settings;

  private final Recorder recorder;
  private final Background background;

  @Inject
  RuntimeErrands(
      RuntimeSteps steps,
      Errands errands,
      Pool pool,
      Settings settings,
      Recorder recorder,
      Background background) {
    this.steps = steps;
    this.errands = errands;
    this.pool = pool;
    this.settings = settings;
    this.recorder = recorder;
    this.background = background;
  }

  protected RuntimeErrands() {
    this(null, null, null, null, null, null);
  }

  /** Does what the runtime's state asks for. */
  void run(RuntimeSteps.Snapshot runtime, Pool.Room room) {
    steps.hand(runtime.id());
    hand(runtime, room, Optional.empty());
  }

  /**
   * Starts it in a room in which nothing was done yet, as its row tells already: its process gets
   * this password.
   */
  void begin(RuntimeSteps.Snapshot runtime, Pool.Room room, String password) {
    hand(runtime, room, Optional.of(password));
  }

  /** What an errand of the runtime sees is not the latest any more: it is looked at afterwards. */
  void ask(long runtime) {
    errands.ask(runtime);
  }

  private void hand(RuntimeSteps.Snapshot runtime, Pool.Room room, Optional<String> password) {
    Optional<Errands.Errand> errand = errands.begin(runtime.id());
    if (errand.isEmpty()) {
      return;
    }
    try {
      errands.at(room.site()).execute(() -> run(errand.get(), runtime, room, password));
    } catch (RejectedExecutionException e) {
      errand.get().done();
    }
  }

  private void run(
      Errands.Errand errand,
      RuntimeSteps.Snapshot runtime,
      Pool.Room room,
      Optional<String> password) {
    try {
      if (room.silentSince() != null) {
        // No news: it was so when the room was looked up, and may be over by now.
        unreachable(runtime, room, "The pool server " + room.site().name() + " does not answer.");
      } else {
        act(runtime, room, password);
      }
    } catch (Unreachable e) {
      pool.unhealthy(room.site(), e.getMessage());
      unreachable(runtime, room, e.getMessage());
    } catch (RuntimeException e) {
      if (Outages.in(e).isPresent()) {
        lookSoon(runtime.id());
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "errand for runtime " + runtime.id() + " failed" + Span.mark(),
            e);
        steps.failed(runtime.id(), e);
      }
    } finally {
      if (errand.done()) {
        lookSoon(runtime.id());
      } else {
        steps.wake(runtime.id());
      }
    }
  }

  /**
   * The runtime is looked at as soon as its shard can be reached: nobody else knows what happened.
   */
  void lookSoon(long runtime) {
    whenReached(() -> steps.lookAt(runtime), REACHED_TRIES_MAX);
  }

  /** Its process is gone: it is looked at, or the room given back that nothing holds any more. */
  void stopped(long runtime) {
    whenReached(
        () -> {
          if (!steps.lookAt(runtime)) {
            pool.release(runtime);
          }
        },
        REACHED_TRIES_MAX);
  }

  private void whenReached(Runnable news, int tries) {
    try {
      news.run();
    } catch (RuntimeException e) {
      if (tries == 0 || Outages.in(e).isEmpty()) {
        throw e;
      }
      CompletableFuture.delayedExecutor(Outages.PAUSE.toMillis(), TimeUnit.MILLISECONDS, background)
          .execute(() -> whenReached(news, tries - 1));
    }
  }

  private void act(RuntimeSteps.Snapshot runtime, Pool.Room room, Optional<String> password) {
    switch (runtime.state()) {
      case READY -> watch(runtime, room);
      case CLOSING -> stop(runtime, room);
      default -> start(runtime, room, password);
    }
  }

  private void start(RuntimeSteps.Snapshot runtime, Pool.Room room, Optional<String> password) {
    Observation seen =
        password.isPresent()
            ? new Observation(Driver.Presence.ABSENT, "")
            : room.driver().observe(room.site(), runtime.id());
    switch (seen.presence()) {
      case ABSENT -> prepare(runtime, room, password);
      case STOPPED -> steps.close(runtime.id(), seen);
      case RUNNING -> {
        recorder.follow(runtime.id(), room);
        steps.requireFirstContact(runtime.id());
      }
    }
  }

  /** An image that has to be pulled is not waited for: the runtime is looked at when it came. */
  private void prepare(RuntimeSteps.Snapshot runtime, Pool.Room room, Optional<String> password) {
    CompletionStage<Void> image = room.driver().prepare(room.site(), runtime.image());
    CompletableFuture<Void> now = image.toCompletableFuture();
    if (now.isDone() && !now.isCompletedExceptionally()) {
      password
          .or(() -> steps.starting(runtime.id()))
          .ifPresent(known -> launch(runtime, room, known));
      return;
    }
    steps.preparing(runtime.id(), room.site().name(), settings.enginePull());
    image.whenComplete(
        (nothing, fault) -> {
          if (fault == null) {
            steps.lookAt(runtime.id());
          } else {
            Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
            if (cause instanceof Unreachable) {
              pool.unhealthy(room.site(), cause.getMessage());
            }
            elsewhere(runtime, room, cause.getMessage());
          }
        });
  }

  private void launch(RuntimeSteps.Snapshot runtime, Pool.Room room, String password) {
    Driver.Start start =
        new Driver.Start(
            runtime.id(),
            runtime.image(),
            room.size().cpuMillis(),
            room.size().memoryMib(),
            environment(runtime, password),
            labels(runtime));
    long begun = System.nanoTime();
    try {
      start(room, start);
      figures.started(room.driver().name(), System.nanoTime() - begun);
      recorder.follow(runtime.id(), room);
      steps.started(runtime.id());
    } catch (StartFailed e) {
      figures.failed(room.driver().name());
      clear(runtime, room);
      if (e.isElsewherePossible()) {
        elsewhere(runtime, room, e.getMessage());
      } else {
        steps.close(runtime.id(), e.getMessage());
      }
    } catch (Unreachable e) {
      figures.failed(room.driver().name());
      pool.unhealthy(room.site(), e.getMessage());
      elsewhere(runtime, room, e.getMessage());
    }
  }

  private static void start(Pool.Room room, Driver.Start start) throws StartFailed {
    try (Span span = Span.child("start of a game server", Span.Kind.INTERNAL)) {
      if (span.isRecorded()) {
        span.set("omgservers.driver", room.driver().name())
            .set("omgservers.pool_server", room.site().name())
            .set("omgservers.runtime", start.runtime())
            .set("omgservers.image", start.image());
      }
      try {
        room.driver().start(room.site(), start);
      } catch (StartFailed | RuntimeException e) {
        span.failed(e);
        throw e;
      }
    }
  }

  private Map<String, String> environment(RuntimeSteps.Snapshot runtime, String password) {
    return Map.of(
        "OMGSERVERS_RUNTIME_ID", Long.toString(runtime.id()),
        "OMGSERVERS_PASSWORD", password,
        "OMGSERVERS_QUALIFIER", runtime.qualifier().name(),
        "OMGSERVERS_SERVICE_URL", settings.internalUrl().toString());
  }

  /** What the protocol tells containers apart by; an image is called after its project. */
  private static Map<String, String> labels(RuntimeSteps.Snapshot runtime) {
    Map<String, String> labels = new HashMap<>();
    String[] path = runtime.image().split("[/:]", -1);
    labels.put("tenant", path[0]);
    labels.put("project", path.length > 1 ? path[1] : "");
    labels.put("stage", Long.toString(runtime.stageId()));
    labels.put("version", Long.toString(runtime.versionId()));
    labels.put("qualifier", runtime.qualifier().name());
    return labels;
  }

  /** What a failed start left is removed at once; if that fails too, the comparison finds it. */
  private static void clear(RuntimeSteps.Snapshot runtime, Pool.Room room) {
    try {
      if (room.driver().stop(room.site(), runtime.id())) {
        room.driver().remove(room.site(), runtime.id());
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "nothing cleared after a failed start", e);
    }
  }

  /** The room is given back: what may run there all the same belongs to nobody and is removed. */
  private void elsewhere(RuntimeSteps.Snapshot runtime, Pool.Room room, String reason) {
    if (steps.startFailed(runtime.id(), room.site().name(), reason)) {
      pool.release(runtime.id());
      steps.lookIfClosing(runtime.id());
      steps.wake(runtime.id());
    }
  }

  private void watch(RuntimeSteps.Snapshot runtime, Pool.Room room) {
    Observation seen = room.driver().observe(room.site(), runtime.id());
    if (seen.presence() == Driver.Presence.RUNNING) {
      recorder.follow(runtime.id(), room);
      steps.requireSignsOfLife(runtime.id());
    } else {
      figures.foundStopped(room.driver().name());
      steps.close(runtime.id(), seen);
    }
  }

  /** How starts went. */
  @Override
  public MetricSnapshots collect() {
    return figures.collect();
  }

  private void stop(RuntimeSteps.Snapshot runtime, Pool.Room room) {
    // What was written before an earlier server was killed may still be unread.
    recorder.follow(runtime.id(), room);
    if (room.driver().stop(room.site(), runtime.id())) {
      recorder.finish(runtime.id());
      room.driver().remove(room.site(), runtime.id());
      pool.release(runtime.id());
      steps.ended(runtime.id());
    } else {
      steps.stopping(runtime.id());
    }
  }

  /** Nobody knows what runs there: judged when the server is back, or after its deadline. */
  private void unreachable(RuntimeSteps.Snapshot runtime, Pool.Room room, String reason) {
    boolean givenUp = steps.isGivenUp(room.silentSince());
    if (runtime.state() == Runtime.State.READY) {
      if (givenUp) {
        steps.requireSignsOfLife(runtime.id());
      } else {
        steps.waitForServer(runtime.id(), reason);
      }
    } else if (runtime.state() == Runtime.State.CLOSING) {
      if (givenUp) {
        recorder.finish(runtime.id());
        pool.release(runtime.id());
        steps.ended(runtime.id());
      } else {
        steps.waitForServer(runtime.id(), reason);
      }
    } else if (steps.isFirstContactOver(runtime.id())) {
      elsewhere(runtime, room, reason);
    } else {
      steps.waitForServer(runtime.id(), reason);
    }
  }
}
