package omgservers.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.matchmaking.MatchmakerPlan;
import omgservers.matchmaking.MatchmakingMail;
import omgservers.registry.VersionConfig;
import omgservers.registry.Versioning;
import omgservers.registry.model.ImageQualifier;
import omgservers.registry.model.Version;
import omgservers.shared.audit.Audit;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Scope;

/** Puts versions on stages. */
@ApplicationScoped
@Transactional
public class Deploying {
  private static final String REPLACED = "A newer deployment of the stage took over.";

  private final Deployments deployments;
  private final Versioning versions;
  private final Outbox outbox;
  private final DeploymentStaff staff;

  private final Stages stages;
  private final Tenancy tenancy;
  private final Audit audit;
  private final Ids ids;

  /** Administration of these deployments. */
  @Inject
  public Deploying(
      Deployments deployments,
      Versioning versions,
      Outbox outbox,
      DeploymentStaff staff,
      Stages stages,
      Tenancy tenancy,
      Audit audit,
      Ids ids) {
    this.deployments = deployments;
    this.versions = versions;
    this.outbox = outbox;
    this.staff = staff;
    this.stages = stages;
    this.tenancy = tenancy;
    this.audit = audit;
    this.ids = ids;
  }

  protected Deploying() {
    this(null, null, null, null, null, null, null, null);
  }

  /** Deploys the version on the stage; older deployments of the stage drain. */
  public long create(Caller caller, Tenancy.Place place, long versionId, DeploymentConfig given) {
    stages.requireManager(caller, place.tenantId(), place.stageId());
    return deploy(caller.actor(), place, versionId, given);
  }

  /** The same for whoever was found to be allowed. */
  long deploy(
      AuditRecord.Actor actor, Tenancy.Place place, long versionId, DeploymentConfig given) {
    tenancy.requireActive(place);
    Version version = versions.toDeploy(place.tenantId(), versionId);
    if (version.projectId() != place.projectId()) {
      throw Refusal.invalid(
          Qualifier.WRONG_REQUEST, "The version and the stage belong to different projects.");
    }
    DeploymentConfig config = DeploymentConfig.complete(given);
    VersionConfig versionConfig = Json.read(version.config(), VersionConfig.class);
    requireKnownModes(config, versionConfig);
    requireImage(versionId, ImageQualifier.LOBBY);
    String image = requireImage(versionId, ImageQualifier.MATCH);
    Instant now = staff.now();
    deployments
        .active(place.stageId())
        .forEach(older -> staff.change(older.id(), deployment -> deployment.drain(now, REPLACED)));
    Deployment deployment =
        new Deployment(
            ids.beside(place.tenantId()),
            place.tenantId(),
            place.projectId(),
            place.stageId(),
            versionId,
            ids.anywhere(),
            Json.write(config),
            now);
    deployments.add(deployment);
    outbox.send(
        new MatchmakingMail.Open(
            deployment.matchmakerId(), plan(deployment, version, config, image)));
    staff.wake(deployment.id());
    audit.record(
        actor,
        "deployment.create",
        Audit.Subject.of(place.tenantId(), deployment.id()),
        null,
        Map.of("stage_id", place.stageId(), "version_id", versionId, "config", config));
    return deployment.id();
  }

  private static void requireKnownModes(DeploymentConfig config, VersionConfig version) {
    List<String> known = version.modes().stream().map(VersionConfig.Mode::name).toList();
    for (String mode : config.matchmaker().modes().keySet()) {
      if (!known.contains(mode)) {
        throw Refusal.invalid(
            Qualifier.WRONG_CONFIGURATION,
            "config.matchmaker.modes: the version has no mode '" + mode + "'");
      }
    }
  }

  private String requireImage(long version, ImageQualifier kind) {
    return versions
        .imageFor(version, kind)
        .orElseThrow(
            () ->
                Refusal.conflict(
                    Qualifier.WRONG_VERSION_STATE,
                    "The version has no image of the type UNIVERSAL or " + kind + "."));
  }

  private static MatchmakerPlan plan(
      Deployment deployment, Version version, DeploymentConfig config, String image) {
    Map<String, Integer> warm =
        config.matchmaker().modes().entrySet().stream()
            .filter(mode -> mode.getValue().minMatches() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, mode -> mode.getValue().minMatches()));
    return new MatchmakerPlan(
        deployment.tenantId(),
        deployment.stageId(),
        deployment.id(),
        version.id(),
        image,
        Json.value(version.config()),
        Json.read(version.config(), VersionConfig.class).modes(),
        config.matchmaker().maxMatches(),
        warm,
        config.match().limits());
  }

  /** Ends the deployment: it drains; false when it did before. */
  public boolean delete(Caller caller, long id) {
    Deployment deployment =
        deployments
            .find(id)
            .filter(found -> stages.areKnown(caller, found.tenantId()))
            .orElseThrow(() -> Refusal.notFound("There is no deployment " + id + "."));
    stages.requireManager(caller, deployment.tenantId(), deployment.stageId());
    return end(caller, deployment, false);
  }

  /** Ends the deployment of the stage: it drains, or what plays of it ends now. */
  public void end(Admission stage, long id, boolean now) {
    stage.require(Scope.DEPLOYMENTS);
    Deployment deployment =
        deployments
            .find(stage.stageId(), id)
            .orElseThrow(() -> Refusal.notFound("The stage has no deployment " + id + "."));
    end(stage.caller(), deployment, now);
  }

  private boolean end(Caller caller, Deployment found, boolean now) {
    Deployment deployment = deployments.lock(found.id()).orElseThrow();
    String why = "Deleted by " + caller.name() + ".";
    Deployment.State before = deployment.state();
    Instant moment = staff.now();
    boolean changed = now ? deployment.endBy(moment, why) : deployment.drain(moment, why);
    if (changed) {
      staff.wake(deployment.id());
      audit.record(
          caller.actor(),
          "deployment.delete",
          Audit.Subject.of(deployment.tenantId(), deployment.id()),
          Map.of("state", before),
          Map.of("state", deployment.state(), "now", now));
    }
    return changed;
  }
}
