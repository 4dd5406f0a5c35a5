package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import omgservers.builder.model.BuildDesire;
import omgservers.builder.model.BuildJob;
import omgservers.builder.model.BuildJobs;
import omgservers.builder.model.BuildSource;
import omgservers.builder.model.BuildState;
import omgservers.builder.model.BuildStep;
import omgservers.builder.model.BuildWish;
import omgservers.pool.LogReading;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.shared.platform.Settings;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Wakes;

/** The transactions of a build's reconciliation. */
@ApplicationScoped
@Transactional
public class BuildSteps {
  /** Whoever builds and is not heard of for so long builds no more. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  private static final int MADE_MAX = 500;

  /** Who waits for room is woken when there is some; this is the net below that. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Between a turn and its beginning nobody else looks at the build. */
  private static final Duration HANDED = Duration.ofSeconds(30);

  private final BuildJobs jobs;
  private final DueRows dueRows;
  private final Wakes wakes;
  private final Settings settings;

  /** Transactions on these builds. */
  @Inject
  public BuildSteps(BuildJobs jobs, DueRows dueRows, Wakes wakes, Settings settings) {
    this.jobs = jobs;
    this.dueRows = dueRows;
    this.wakes = wakes;
    this.settings = settings;
  }

  protected BuildSteps() {
    this(null, null, null, null);
  }

  /** What whoever builds needs to know. */
  record Snapshot(
      long id,
      long tenantId,
      long projectId,
      long createdBy,
      BuildState state,
      BuildDesire desired,
      BuildSource source,
      BuildWish wish,
      int run,
      long nextLine) {
    static Snapshot of(BuildJob job) {
      return new Snapshot(
          job.id(),
          job.tenantId(),
          job.projectId(),
          job.createdBy(),
          job.state(),
          job.desired(),
          job.source(),
          job.wish(),
          job.run(),
          job.log().nextLine());
    }
  }

  /** The build, if it is still due. */
  Optional<Snapshot> take(int shard, long id) {
    if (!dueRows.take(BuildReconciliation.TABLE, shard, id, wakes.now())) {
      return Optional.empty();
    }
    return jobs.lock(id).map(Snapshot::of);
  }

  /** Whether it is the turn of the build; then nobody else looks at it for a while. */
  boolean isTurn(long id) {
    Optional<BuildJob> queued = queued(id);
    if (queued.isEmpty()) {
      return false;
    }
    BuildJob job = queued.get();
    jobs.lockQueue(job.tenantId());
    if (jobs.ahead(job) > 0) {
      job.waits("It waits for builds of the tenant that came before it.", soon());
      return false;
    }
    if (jobs.running(job.tenantId()) >= settings.builderRunning()) {
      job.waits(
          "%d builds of the tenant run already.".formatted(settings.builderRunning()), soon());
      return false;
    }
    job.waits("It is its turn.", wakes.now().plus(HANDED));
    return true;
  }

  private Instant soon() {
    return wakes.now().plus(PAUSE);
  }

  private Optional<BuildJob> queued(long id) {
    return jobs.lock(id).filter(job -> job.state() == BuildState.QUEUED);
  }

  /** The build waits for this. */
  void waits(long id, String reason) {
    queued(id).ifPresent(job -> job.waits(reason, soon()));
  }

  /** The build runs on the server from now on; empty when it is not to. */
  Optional<Snapshot> start(long id, String server) {
    Optional<BuildJob> queued = queued(id).filter(job -> job.desired() == BuildDesire.BUILT);
    if (queued.isEmpty()) {
      return Optional.empty();
    }
    BuildJob job = queued.get();
    jobs.lockQueue(job.tenantId());
    if (jobs.running(job.tenantId()) >= settings.builderRunning()) {
      return Optional.empty();
    }
    job.start(server, wakes.now(), lease());
    wakeOthers(job);
    return Optional.of(Snapshot.of(job));
  }

  /** The next of the tenant may have its turn. */
  private void wakeOthers(BuildJob job) {
    jobs.dueQueuedOf(job.tenantId(), wakes.now());
    wakes.wake(BuildReconciliation.TABLE, job.id());
  }

  /** Whether nobody builds it. */
  boolean isIdle(long id) {
    return jobs.lock(id).filter(job -> job.state() == BuildState.RUNNING).isEmpty();
  }

  private Instant lease() {
    return wakes.now().plus(LEASE);
  }

  /** What whoever builds is told. */
  enum Answer {
    /** Go on. */
    GO_ON,
    /** It is not wanted any more. */
    CANCELLED,
    /** Somebody else decided about the build meanwhile. */
    LOST
  }

  /** Whoever does this run is there. */
  Answer lease(long id, int run) {
    Optional<BuildJob> job = running(id, run);
    if (job.isEmpty()) {
      return Answer.LOST;
    }
    job.get().lease(lease());
    return job.get().desired() == BuildDesire.CANCELLED ? Answer.CANCELLED : Answer.GO_ON;
  }

  private Optional<BuildJob> running(long id, int run) {
    return jobs.lock(id).filter(job -> job.isRunning(run));
  }

  /** Something is known of this run; false when it is not the one that goes on. */
  private boolean change(long id, int run, Consumer<BuildJob> change) {
    Optional<BuildJob> job = running(id, run);
    job.ifPresent(change);
    return job.isPresent();
  }

  boolean does(long id, int run, BuildStep step) {
    return change(id, run, job -> job.does(step));
  }

  boolean fetched(long id, int run, String commit) {
    return change(id, run, job -> job.fetched(commit));
  }

  boolean pushed(long id, int run, String image, String digest) {
    return change(id, run, job -> job.pushed(image, digest));
  }

  /** The run is done: its image is this version. */
  boolean succeed(long id, int run, long version) {
    return change(
        id,
        run,
        job -> {
          job.succeed(version, wakes.now(), sourceUntil());
          wakeOthers(job);
        });
  }

  /** The run ended in the state, for this reason. */
  boolean end(long id, int run, BuildState how, String reason) {
    return change(id, run, job -> over(job, how, reason));
  }

  private void over(BuildJob job, BuildState how, String reason) {
    job.end(how, reason, wakes.now(), sourceUntil());
    wakeOthers(job);
  }

  private Instant sourceUntil() {
    return wakes.now().plus(settings.builderSourceKept());
  }

  /** A build that nobody works on ends in the state, for this reason. */
  void end(long id, BuildState expected, BuildState how, String reason) {
    jobs.lock(id).filter(job -> job.state() == expected).ifPresent(job -> over(job, how, reason));
  }

  /** Lines of a log: chunks that replace those of the same beginning, and by how much they grew. */
  record Lines(List<LogChunk> chunks, long next, long grown, long lost) {}

  /** Keeps lines of the run's log; false when it is not the run that goes on. */
  boolean store(long id, int run, Lines lines) {
    return change(
        id,
        run,
        job -> {
          lines.chunks.forEach(chunk -> jobs.chunks().put(id, chunk));
          job.log().grew(lines.next, lines.grown, lines.lost);
          job.log().dropped(jobs.chunks().trim(id, job.log().size(), settings.builderLogSize()));
        });
  }

  /** What the engine said last of what it made, as the log of the build has it. */
  List<String> made(long id) {
    return jobs
        .lock(id)
        .map(job -> new LogReading(jobs.chunks(), id, job.log().nextLine(), 0, true))
        .map(log -> log.tail(MADE_MAX, new LogReading.Wish(null, " ---> ")).lines())
        .orElse(List.of())
        .stream()
        .map(LogLine::text)
        .toList();
  }

  /** A part of the archive; empty behind the last. */
  Optional<byte[]> part(long id, int part) {
    return jobs.part(id, part);
  }

  /** An ended build forgets its source first, and is forgotten itself later. */
  void forget(long id) {
    jobs.lock(id)
        .filter(job -> job.state().isOver())
        .ifPresent(
            job -> {
              Instant forget = job.endedAt().orElse(wakes.now()).plus(settings.builderKept());
              if (forget.isAfter(wakes.now())) {
                jobs.dropParts(id);
                job.sourceForgotten(forget);
              } else {
                jobs.remove(job);
              }
            });
  }

  /** Those that wait for their turn are looked at now. */
  void wakeQueued(int shard) {
    if (jobs.dueQueued(shard, wakes.now()) > 0) {
      wakes.wakeShard(BuildReconciliation.TABLE, shard);
    }
  }
}
