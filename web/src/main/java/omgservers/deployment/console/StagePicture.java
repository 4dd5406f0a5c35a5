package omgservers.deployment.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omgservers.deployment.Lobbies;
import omgservers.deployment.Rollouts;
import omgservers.deployment.Rollouts.DeploymentFact;
import omgservers.deployment.model.Deployment;
import omgservers.matchmaking.Matches;
import omgservers.player.Visitors;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;

/**
 * A stage as a picture: which deployment takes players and which drain, and the lobbies and matches
 * of each with who is in them.
 */
@ApplicationScoped
public class StagePicture {
  /** So many deployments, and so many lobbies or matches of each, are drawn. */
  private static final int DRAWN_MAX = 60;

  private final Rollouts rollouts;
  private final Lobbies lobbies;
  private final Matches matches;
  private final Visitors visitors;
  private final Shards shards;

  /** Pictures of these. */
  @Inject
  public StagePicture(
      Rollouts rollouts, Lobbies lobbies, Matches matches, Visitors visitors, Shards shards) {
    this.rollouts = rollouts;
    this.lobbies = lobbies;
    this.matches = matches;
    this.visitors = visitors;
    this.shards = shards;
  }

  protected StagePicture() {
    this(null, null, null, null, null);
  }

  /**
   * A lobby or a match.
   *
   * @param busy whether players are in it; what is not is kept warm
   * @param label its mode, or null for a lobby
   */
  public record Place(
      Long id, Long runtimeId, String state, String label, int players, boolean busy) {}

  /** A deployment with what it has. */
  public record Part(
      Long id,
      Long versionId,
      String state,
      boolean takesPlayers,
      String reason,
      Instant degradedSince,
      Instant created,
      int players,
      List<Place> lobbies,
      List<Place> matches) {}

  /** The deployments of the stage that are not over, the newest first. */
  public List<Part> draw(Admission stage) {
    List<DeploymentFact> live = new ArrayList<>();
    for (Deployment.State state : List.of(Deployment.State.ACTIVE, Deployment.State.DRAINING)) {
      live.addAll(rollouts.list(stage, state, Slice.first(DRAWN_MAX)));
    }
    List<Long> ids = live.stream().map(DeploymentFact::id).toList();
    Map<Long, Long> players = new HashMap<>();
    for (int shard = 0; shard < shards.count() && !ids.isEmpty(); shard++) {
      visitors
          .counts(stage, shard, ids)
          .forEach((deployment, more) -> players.merge(deployment, more, Long::sum));
    }
    return live.stream()
        .map(each -> part(stage, each, players.getOrDefault(each.id(), 0L).intValue()))
        .toList();
  }

  private Part part(Admission stage, DeploymentFact deployment, int players) {
    Slice most = Slice.first(DRAWN_MAX);
    List<Place> open =
        lobbies.list(stage, deployment.id(), most).stream()
            .map(
                it ->
                    new Place(
                        it.id(),
                        it.runtimeId(),
                        it.state().name(),
                        null,
                        (int) it.clients(),
                        it.clients() > 0))
            .toList();
    List<Place> played =
        matches.list(stage, deployment.matchmakerId(), new Matches.Wish(null, null), most).stream()
            .map(
                it ->
                    new Place(
                        it.id(),
                        it.runtimeId(),
                        it.state().name(),
                        it.mode(),
                        (int) it.players(),
                        it.players() > 0))
            .toList();
    return new Part(
        deployment.id(),
        deployment.versionId(),
        deployment.state().name(),
        deployment.state() == Deployment.State.ACTIVE,
        deployment.reason(),
        deployment.degradedSince(),
        deployment.created(),
        players,
        open,
        played);
  }
}
