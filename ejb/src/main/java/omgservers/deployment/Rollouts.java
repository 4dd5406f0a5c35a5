package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.registry.VersionConfig;
import omgservers.registry.Versioning;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** Deployments to look at. */
@ApplicationScoped
@Transactional
public class Rollouts {
  private final Deployments deployments;
  private final Versioning versions;
  private final Authorization authorization;

  /** Views of these deployments. */
  @Inject
  public Rollouts(Deployments deployments, Versioning versions, Authorization authorization) {
    this.deployments = deployments;
    this.versions = versions;
    this.authorization = authorization;
  }

  protected Rollouts() {
    this(null, null, null);
  }

  /** A deployment with the number of its lobbies. */
  public record DeploymentFact(
      long id,
      Tenancy.Place place,
      long versionId,
      long matchmakerId,
      Deployment.State state,
      JsonValue config,
      Instant created,
      Instant closedAt,
      String reason,
      Instant degradedSince,
      long lobbies) {
    static DeploymentFact of(Deployment deployment, long lobbies) {
      return new DeploymentFact(
          deployment.id(),
          new Tenancy.Place(deployment.tenantId(), deployment.projectId(), deployment.stageId()),
          deployment.versionId(),
          deployment.matchmakerId(),
          deployment.state(),
          Json.value(deployment.config()),
          deployment.created(),
          deployment.closedAt().orElse(null),
          deployment.endReason().or(deployment::degradedReason).or(deployment::reason).orElse(null),
          deployment.degradedSince().orElse(null),
          lobbies);
    }
  }

  /** The deployment of the stage. */
  public DeploymentFact get(Admission stage, long id) {
    stage.require(Scope.READ);
    Deployment deployment =
        deployments
            .find(stage.stageId(), id)
            .orElseThrow(() -> Refusal.notFound("The stage has no deployment " + id + "."));
    return facts(List.of(deployment)).get(0);
  }

  /** What is played on a deployment, and who makes its matches. */
  public record Play(long matchmakerId, List<VersionConfig.Mode> modes) {}

  /** What is played on the deployment of the stage. */
  public Play play(Admission stage, long id) {
    DeploymentFact deployment = get(stage, id);
    String config = versions.version(deployment.place.tenantId(), deployment.versionId).config();
    return new Play(deployment.matchmakerId, Json.read(config, VersionConfig.class).modes());
  }

  /** Deployments of the stage. */
  public List<DeploymentFact> list(Admission stage, Deployment.State state, Slice slice) {
    stage.require(Scope.READ);
    return facts(deployments.list(stage.stageId(), state, slice));
  }

  /** The newest deployments of the stage, at most {@value Deployments#TOLD_MAX}. */
  public List<DeploymentFact> history(Caller caller, Tenancy.Place stage) {
    authorization.toRead(
        caller,
        stage.tenantId(),
        Right.PROJECT_VIEWER.on(stage.projectId()),
        Right.STAGE_VIEWER.on(stage.stageId()),
        Right.DEPLOYMENT_MANAGER.on(stage.stageId()));
    Slice newest = new Slice(Deployments.TOLD_MAX - 1, true, null);
    return deployments.list(stage.stageId(), null, newest).stream()
        .map(deployment -> DeploymentFact.of(deployment, 0))
        .toList();
  }

  /** A lobby of a deployment, without how full it is. */
  public record LobbyMention(long id, Instant created) {}

  /** A deployment with its lobbies. */
  public record Rollout(DeploymentFact deployment, List<LobbyMention> lobbies) {}

  /** The deployment of whatever stage. */
  public Rollout rollout(Caller caller, long id) {
    Deployment deployment =
        deployments
            .find(id)
            .filter(found -> authorization.knows(caller, found.tenantId()))
            .orElseThrow(() -> Refusal.notFound("There is no deployment " + id + "."));
    authorization.toRead(
        caller,
        deployment.tenantId(),
        Right.DEPLOYMENT_MANAGER.on(deployment.stageId()),
        Right.STAGE_VIEWER.on(deployment.stageId()));
    List<LobbyMention> lobbies =
        deployments.lobbies(id).stream()
            .map(Deployments.Filling::lobby)
            .map(lobby -> new LobbyMention(lobby.id(), lobby.created()))
            .toList();
    return new Rollout(DeploymentFact.of(deployment, lobbies.size()), lobbies);
  }

  private List<DeploymentFact> facts(List<Deployment> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<Long, Long> lobbies =
        deployments.lobbyCounts(
            found.get(0).tenantId(), found.stream().map(Deployment::id).toList());
    return found.stream()
        .map(it -> DeploymentFact.of(it, lobbies.getOrDefault(it.id(), 0L)))
        .toList();
  }

  /** The stages on which these versions of the project are deployed and not over yet. */
  public Map<Long, List<Long>> stages(
      Caller caller, Tenancy.Place project, Collection<Long> versions) {
    authorization.toRead(
        caller,
        project.tenantId(),
        Right.PROJECT_VIEWER.on(project.projectId()),
        Right.VERSION_MANAGER.on(project.projectId()));
    return deployments.places(project.tenantId(), versions).stream()
        .collect(
            Collectors.groupingBy(
                Deployments.Place::version,
                Collectors.mapping(Deployments.Place::stage, Collectors.toList())));
  }
}
