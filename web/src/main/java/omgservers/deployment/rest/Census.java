package omgservers.deployment.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omgservers.deployment.Rollouts;
import omgservers.matchmaking.Matches;
import omgservers.player.Visitors;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;

/** Counts what deployments have on all shards, with one query of each kind per shard. */
@RequestScoped
public class Census {
  private final Matches matches;
  private final Visitors visitors;
  private final Shards shards;

  /** Counts these. */
  @Inject
  public Census(Matches matches, Visitors visitors, Shards shards) {
    this.matches = matches;
    this.visitors = visitors;
    this.shards = shards;
  }

  protected Census() {
    this(null, null, null);
  }

  /** Matches by matchmaker, clients by deployment. */
  record Counts(Map<Long, Long> matches, Map<Long, Long> clients) {
    int matches(Rollouts.DeploymentFact deployment) {
      return Math.toIntExact(matches.getOrDefault(deployment.matchmakerId(), 0L));
    }

    int clients(Rollouts.DeploymentFact deployment) {
      return Math.toIntExact(clients.getOrDefault(deployment.id(), 0L));
    }
  }

  /** The counts of these deployments of the stage. */
  Counts of(Admission stage, List<Rollouts.DeploymentFact> deployments) {
    List<Long> ids = deployments.stream().map(Rollouts.DeploymentFact::id).toList();
    List<Long> makers = deployments.stream().map(Rollouts.DeploymentFact::matchmakerId).toList();
    Counts counts = new Counts(new HashMap<>(), new HashMap<>());
    for (int shard = 0; shard < shards.count() && !ids.isEmpty(); shard++) {
      counts.matches.putAll(matches.counts(stage, shard, makers));
      visitors
          .counts(stage, shard, ids)
          .forEach((deployment, more) -> counts.clients.merge(deployment, more, Long::sum));
    }
    return counts;
  }
}
