package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omgservers.deployment.model.Following;
import omgservers.deployment.model.Followings;
import omgservers.registry.TagMoved;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Scope;

/** Stages that follow a tag of their project's images. */
@ApplicationScoped
@Transactional
public class FollowedTags {
  private final Followings followings;
  private final Tenancy tenancy;
  private final Audit audit;
  private final Wakes wakes;

  /** Administration of these. */
  @Inject
  public FollowedTags(Followings followings, Tenancy tenancy, Audit audit, Wakes wakes) {
    this.followings = followings;
    this.tenancy = tenancy;
    this.audit = audit;
    this.wakes = wakes;
  }

  protected FollowedTags() {
    this(null, null, null, null);
  }

  /** What a stage follows, and how far it came. */
  public record FollowingFact(
      String tag,
      JsonValue config,
      long setBy,
      Instant since,
      Long versionId,
      Instant followedAt,
      String explanation) {
    static FollowingFact of(Following following) {
      return new FollowingFact(
          following.tag(),
          following.config().map(Json::value).orElse(null),
          following.setter().userId(),
          following.created(),
          following.versionId().orElse(null),
          following.followedAt().orElse(null),
          following.explanation().orElse(null));
    }
  }

  /** What the stage follows. */
  public FollowingFact get(Admission stage) {
    stage.require(Scope.READ);
    return followings.find(stage.stageId()).map(FollowingFact::of).orElseThrow(FollowedTags::none);
  }

  private static Refusal none() {
    return Refusal.notFound("The stage follows no tag.");
  }

  /** The stage follows the tag from now on; what the tag stands for now is deployed at once. */
  public FollowingFact follow(Admission stage, String tag, DeploymentConfig config) {
    stage.require(Scope.DEPLOYMENTS);
    Tenancy.Place place = stage.place();
    tenancy.requireActive(place);
    Caller caller = stage.caller();
    Following following = followings.lock(place.stageId()).orElseGet(() -> fresh(place));
    Object before = following.tag() == null ? null : told(following);
    following.follow(
        tag,
        config == null ? null : Json.write(config),
        new Following.Setter(caller.userId(), caller.role()),
        wakes.now());
    wakes.wake(FollowReconciliation.TABLE, following.id());
    audit.record(
        caller.actor(), "stage.follow", stage.subject(place.stageId()), before, told(following));
    return FollowingFact.of(following);
  }

  private Following fresh(Tenancy.Place place) {
    Following following =
        new Following(
            new Following.Stage(place.tenantId(), place.projectId(), place.stageId()), wakes.now());
    followings.add(following);
    return following;
  }

  private static Map<String, Object> told(Following following) {
    Map<String, Object> told = new HashMap<>();
    told.put("tag", following.tag());
    following.config().ifPresent(config -> told.put("config", Json.value(config)));
    return told;
  }

  /** The stage follows nothing any more; what is deployed stays. */
  public void stop(Admission stage) {
    stage.require(Scope.DEPLOYMENTS);
    Following following = followings.lock(stage.stageId()).orElseThrow(FollowedTags::none);
    followings.remove(following);
    audit.record(
        stage.caller().actor(),
        "stage.unfollow",
        stage.subject(stage.stageId()),
        told(following),
        null);
  }

  /** In the transaction in which the tag was moved. */
  void moved(@Observes TagMoved event) {
    for (long stage : followings.of(event.projectId(), event.tag())) {
      followings
          .lock(stage)
          .ifPresent(
              following -> {
                following.dueBy(wakes.now());
                wakes.wake(FollowReconciliation.TABLE, stage);
              });
    }
  }
}
