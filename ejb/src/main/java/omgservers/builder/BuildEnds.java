package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import omgservers.builder.model.BuildJobs;
import omgservers.shared.work.Wakes;

/** Builds of a project that is being deleted. */
@ApplicationScoped
@Transactional
public class BuildEnds {
  /** So many are looked at in one transaction. */
  public static final int BATCH_MAX = 100;

  private final BuildJobs jobs;
  private final BuildCrew crew;
  private final Wakes wakes;

  /** The end of these builds. */
  @Inject
  public BuildEnds(BuildJobs jobs, BuildCrew crew, Wakes wakes) {
    this.jobs = jobs;
    this.crew = crew;
    this.wakes = wakes;
  }

  protected BuildEnds() {
    this(null, null, null);
  }

  /** Some builds of the project end, and those that have ended go; how many went. */
  public int endSome(long project) {
    List<Long> some = jobs.ofProject(project, BATCH_MAX);
    int gone = 0;
    for (long id : some) {
      gone += jobs.lock(id).filter(job -> job.state().isOver()).isPresent() ? remove(id) : 0;
      jobs.lock(id)
          .filter(job -> job.cancel(wakes.now()))
          .ifPresent(
              job -> {
                wakes.afterCommit(() -> crew.cancel(id));
                wakes.wake(BuildReconciliation.TABLE, id);
              });
    }
    return gone;
  }

  private int remove(long id) {
    jobs.lock(id).ifPresent(jobs::remove);
    return 1;
  }
}
