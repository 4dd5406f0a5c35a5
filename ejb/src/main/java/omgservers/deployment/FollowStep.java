package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import omgservers.deployment.model.Following;
import omgservers.deployment.model.Followings;
import omgservers.registry.Versioning;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.platform.Json;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Tenancy;

/** One look at a stage that follows a tag: a transaction. */
@ApplicationScoped
@Transactional
class FollowStep {
  private final Followings followings;
  private final Versioning versions;
  private final Deploying deploying;
  private final DueRows dueRows;
  private final Wakes wakes;

  @Inject
  FollowStep(
      Followings followings,
      Versioning versions,
      Deploying deploying,
      DueRows dueRows,
      Wakes wakes) {
    this.followings = followings;
    this.versions = versions;
    this.deploying = deploying;
    this.dueRows = dueRows;
    this.wakes = wakes;
  }

  protected FollowStep() {
    this(null, null, null, null, null);
  }

  /**
   * Deploys what the tag stands for, unless it was deployed before; the authority is that of
   * whoever let the stage follow. A refusal changes nothing.
   */
  void look(int shard, long id) {
    if (!dueRows.take(FollowReconciliation.TABLE, shard, id, wakes.now())) {
      return;
    }
    Following following = followings.lock(id).orElseThrow();
    Optional<Long> version = versions.tagged(following.projectId(), following.tag());
    if (version.isEmpty()) {
      following.rest("There is no version under the tag " + following.tag() + " yet.");
    } else if (version.equals(following.versionId())) {
      following.rest(null);
    } else {
      deploy(following, version.get());
    }
  }

  private void deploy(Following following, long version) {
    Following.Setter setter = following.setter();
    deploying.deploy(
        new AuditRecord.Actor(setter.userId(), setter.role().name(), null, null, null),
        new Tenancy.Place(following.tenantId(), following.projectId(), following.id()),
        version,
        following.config().map(json -> Json.read(json, DeploymentConfig.class)).orElse(null));
    following.followed(version, wakes.now());
  }

  /** What the tag stands for cannot be deployed. */
  void refused(long id, String why) {
    followings.lock(id).ifPresent(following -> following.rest(why));
  }
}
