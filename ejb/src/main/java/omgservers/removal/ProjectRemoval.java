package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.builder.BuildEnds;
import omgservers.registry.ImageRelease;
import omgservers.removal.model.Left;
import omgservers.removal.model.Remains;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives the deletion of projects: the stages and builds first, then the versions, then the
 * project.
 */
@ApplicationScoped
public class ProjectRemoval extends Reconciliation {
  /** So many begin to go in one transaction. */
  static final int BATCH_MAX = 100;

  private final RemovalSteps steps;
  private final Remainders remainders;
  private final Remains remains;
  private final ImageRelease images;
  private final BuildEnds builds;

  /** Deletion by these steps. */
  @Inject
  public ProjectRemoval(
      Rows rows,
      RemovalSteps steps,
      Remainders remainders,
      Remains remains,
      ImageRelease images,
      BuildEnds builds) {
    super(rows);
    this.steps = steps;
    this.remainders = remainders;
    this.remains = remains;
    this.images = images;
    this.builds = builds;
  }

  protected ProjectRemoval() {
    this(null, null, null, null, null, null);
  }

  @Override
  public String kind() {
    return Kind.PROJECT.table();
  }

  @Override
  protected void step(int shard, long id) {
    steps.take(Kind.PROJECT, shard, id).ifPresent(this::look);
  }

  private void look(RemovalSteps.Target project) {
    long id = project.id();
    int begun =
        steps.beginBelow(project, Kind.STAGE, max -> remains.activeStages(id, max), BATCH_MAX);
    int gone = builds.endSome(id);
    Left left = remainders.ofProject(id);
    if (left.stages() == 0) {
      begun +=
          steps.beginBelow(
              project, Kind.VERSION, max -> remains.activeVersions(id, max), BATCH_MAX);
    }
    if (left.isNone()) {
      images.ofProject(project.tenantId(), project.id());
      steps.finish(project);
    } else {
      steps.pause(project, left, begun == BATCH_MAX || gone == BuildEnds.BATCH_MAX);
    }
  }
}
