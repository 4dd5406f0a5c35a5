package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import omgservers.deployment.model.Deployments;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.DueRows;

/** Ends the deployments of a stage that is being deleted at once, and removes them. */
@ApplicationScoped
@Transactional
public class DeploymentEnds {
  /** So many deployments are ended, or looked at for removal, in one transaction. */
  static final int BATCH_MAX = 100;

  private final Deployments deployments;
  private final DeploymentStaff staff;
  private final DueRows dueRows;

  private final Shards shards;

  /** Ends of these deployments. */
  @Inject
  public DeploymentEnds(
      Deployments deployments, DeploymentStaff staff, DueRows dueRows, Shards shards) {
    this.deployments = deployments;
    this.staff = staff;
    this.dueRows = dueRows;
    this.shards = shards;
  }

  protected DeploymentEnds() {
    this(null, null, null, null);
  }

  /** Has some deployments of the stage end at once, without waiting for what plays; how many. */
  public int endSome(long stage) {
    List<Long> open =
        dueRows.takeSome(Deployments.OPEN_OF_STAGE, shards.shardOf(stage), stage, BATCH_MAX);
    int ended = (int) open.stream().filter(this::end).count();
    if (ended > 0) {
      staff.wake(stage);
    }
    return ended;
  }

  private boolean end(long id) {
    return deployments.find(id).orElseThrow().endBy(staff.now(), "Its stage is being deleted.");
  }

  /** Some deployments of the stage that can be removed as soon as their matchmaker is gone. */
  public List<Deployments.Over> over(long stage) {
    return deployments.over(stage, BATCH_MAX);
  }

  /** Removes the deployment, whose matchmaker is gone, or some of its seats if it has many. */
  public void remove(long id) {
    if (deployments.removeSeats(id) < Deployments.SEATS_MAX) {
      deployments.lock(id).ifPresent(deployments::remove);
    }
  }
}
