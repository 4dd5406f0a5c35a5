package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import omgservers.builder.model.BuildDesire;
import omgservers.builder.model.BuildState;
import omgservers.pool.BuildSites;
import omgservers.pool.LogListeners;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives builds: AWAITING_SOURCE ends when nothing comes, QUEUED waits for its turn and for room
 * and then begins, RUNNING is only looked at when its lease ran out, and what is over is forgotten
 * after a while.
 */
@ApplicationScoped
public class BuildReconciliation extends Reconciliation {
  static final String TABLE = "build_job";

  private static final String UNWANTED = "It was cancelled.";

  private final BuildSteps steps;
  private final BuildSites sites;
  private final BuildCrew crew;
  private final LogListeners listeners;

  /** Reconciliation by these steps, for this crew. */
  @Inject
  public BuildReconciliation(
      Rows rows, BuildSteps steps, BuildSites sites, BuildCrew crew, LogListeners listeners) {
    super(rows);
    this.steps = steps;
    this.sites = sites;
    this.crew = crew;
    this.listeners = listeners;
  }

  protected BuildReconciliation() {
    this(null, null, null, null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  @Override
  protected void step(int shard, long id) {
    Optional<BuildSteps.Snapshot> due = steps.take(shard, id);
    if (due.isEmpty()) {
      return;
    }
    switch (due.get().state()) {
      case AWAITING_SOURCE -> giveUp(due.get());
      case QUEUED -> begin(due.get());
      case RUNNING -> interrupted(due.get());
      default -> steps.forget(id);
    }
  }

  private void giveUp(BuildSteps.Snapshot job) {
    if (job.desired() == BuildDesire.CANCELLED) {
      steps.end(job.id(), job.state(), BuildState.CANCELLED, UNWANTED);
    } else {
      steps.end(job.id(), job.state(), BuildState.FAILED, "Its archive was not uploaded in time.");
    }
  }

  private void begin(BuildSteps.Snapshot job) {
    long id = job.id();
    if (job.desired() == BuildDesire.CANCELLED) {
      sites.release(id);
      steps.end(id, BuildState.QUEUED, BuildState.CANCELLED, UNWANTED);
      return;
    }
    if (!crew.hasHands()) {
      steps.waits(id, "This server looks after as many builds as it can.");
      return;
    }
    if (!steps.isTurn(id)) {
      return;
    }
    BuildSites.Answer room = sites.take(id);
    if (room.site().isEmpty()) {
      steps.waits(id, room.reason());
      return;
    }
    Optional<BuildSteps.Snapshot> started = steps.start(id, room.site().get().name());
    if (started.isPresent()) {
      crew.begin(started.get(), room.site().get());
    } else if (steps.isIdle(id)) {
      // Not so if another instance was faster: then the room is needed.
      sites.release(id);
    }
  }

  /** A crew of ours that is only late says so itself. */
  private void interrupted(BuildSteps.Snapshot job) {
    if (crew.works(job.id(), job.run())) {
      steps.lease(job.id(), job.run());
      return;
    }
    sites.find(job.id()).ifPresent(site -> crew.clear(job, site));
    sites.release(job.id());
    if (job.desired() == BuildDesire.CANCELLED) {
      steps.end(job.id(), BuildState.RUNNING, BuildState.CANCELLED, UNWANTED);
    } else {
      steps.end(
          job.id(),
          BuildState.RUNNING,
          BuildState.INTERRUPTED,
          "The server that looked after it stopped; it can be repeated.");
    }
    listeners.tell(job.id());
  }
}
