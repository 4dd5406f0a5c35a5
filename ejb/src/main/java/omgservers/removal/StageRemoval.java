package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.deployment.DeploymentEnds;
import omgservers.deployment.model.Deployments;
import omgservers.matchmaking.MatchmakerEnds;
import omgservers.player.PlayerEnds;
import omgservers.removal.model.Left;
import omgservers.runtime.RuntimeEnds;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives the deletion of stages. A look ends the deployments, then on every shard some runtimes,
 * clients and players of the stage. When all are gone, the deployments go with their matchmakers,
 * then what is kept of the output of game servers, and at last the stage. Each transaction is on
 * one shard, and each can be repeated.
 */
@ApplicationScoped
public class StageRemoval extends Reconciliation {
  private final RemovalSteps steps;
  private final Remainders remainders;
  private final Shards shards;
  private final DeploymentEnds deployments;

  private final MatchmakerEnds matchmakers;
  private final RuntimeEnds runtimes;
  private final PlayerEnds players;

  /** Deletion by these steps. */
  @Inject
  public StageRemoval(
      Rows rows,
      RemovalSteps steps,
      Remainders remainders,
      Shards shards,
      DeploymentEnds deployments,
      MatchmakerEnds matchmakers,
      RuntimeEnds runtimes,
      PlayerEnds players) {
    super(rows);
    this.steps = steps;
    this.remainders = remainders;
    this.shards = shards;
    this.deployments = deployments;
    this.matchmakers = matchmakers;
    this.runtimes = runtimes;
    this.players = players;
  }

  protected StageRemoval() {
    this(null, null, null, null, null, null, null, null);
  }

  @Override
  public String kind() {
    return Kind.STAGE.table();
  }

  @Override
  protected void step(int shard, long id) {
    steps.take(Kind.STAGE, shard, id).ifPresent(this::look);
  }

  private void look(RemovalSteps.Target stage) {
    int changed = end(stage.id());
    if (remainders.ofStage(stage.id()).isQuiet()) {
      changed += removeDeployments(stage.id());
      removeLogs(stage.id());
    }
    Left left = remainders.ofStage(stage.id());
    if (left.isNone()) {
      steps.finish(stage);
    } else {
      steps.pause(stage, left, changed > 0);
    }
  }

  private int end(long stage) {
    int changed = deployments.endSome(stage);
    for (int shard = 0; shard < shards.count(); shard++) {
      changed += runtimes.someOf(shard, stage);
      changed += players.eraseSomeOf(shard, stage);
      changed += players.forgetSomeOf(shard, stage);
    }
    return changed;
  }

  private void removeLogs(long stage) {
    for (int shard = 0; shard < shards.count(); shard++) {
      boolean more = true;
      while (more) {
        more = runtimes.forgetLogs(shard, stage);
      }
    }
  }

  private int removeDeployments(long stage) {
    int removed = 0;
    for (Deployments.Over over : deployments.over(stage)) {
      if (matchmakers.remove(over.matchmakerId())) {
        deployments.remove(over.id());
        removed++;
      }
    }
    return removed;
  }
}
