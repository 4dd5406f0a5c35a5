package omgservers.deployment.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.deployment.Deploying;
import omgservers.deployment.DeploymentConfig;
import omgservers.deployment.Rollouts;
import omgservers.deployment.Rollouts.DeploymentFact;
import omgservers.deployment.model.Deployment;
import omgservers.registry.Catalog;
import omgservers.registry.Catalog.VersionFact;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Scope;

/** A stage: its picture, its deployments, and what can be deployed there. */
@Named
@RequestScoped
public class StagePage {
  private static final int VERSIONS_MAX = 50;

  private final StagePicture picture;
  private final Rollouts rollouts;
  private final Deploying deploying;
  private final Catalog catalog;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private Admission stage;
  private Asked.Listed<DeploymentFact> deployments;
  private List<VersionFact> versions;
  private Long version;
  private Integer lobbies;
  private boolean keeping = true;

  /** A page by these use cases. */
  @Inject
  public StagePage(
      StagePicture picture,
      Rollouts rollouts,
      Deploying deploying,
      Catalog catalog,
      Asked asked,
      Visitor visitor,
      Where where) {
    this.picture = picture;
    this.rollouts = rollouts;
    this.deploying = deploying;
    this.catalog = catalog;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected StagePage() {
    this(null, null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    stage = where.toSee();
    deployments =
        asked.listed(
            rollouts.list(stage, asked.one(Deployment.State.class, "state"), asked.slice()),
            DeploymentFact::id);
    versions = versions();
    version = asked.number("version");
  }

  /** What can be deployed; nothing for who may not see the project's versions. */
  private List<VersionFact> versions() {
    try {
      return catalog.versions(
          where.caller(), where.project(), Life.ACTIVE, Slice.first(VERSIONS_MAX));
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.FORBIDDEN) {
        return List.of();
      }
      throw refusal;
    }
  }

  /** The picture, as the page's script draws it. */
  public String getPicture() {
    return Json.write(picture.draw(stage));
  }

  /** The stage's id. */
  public long getStageId() {
    return stage.stageId();
  }

  /** The deployments. */
  public Asked.Listed<DeploymentFact> getDeployments() {
    return deployments;
  }

  /** The versions that can be deployed. */
  public List<VersionFact> getVersions() {
    return versions;
  }

  /** What people call the version: the tags of its images. */
  public String label(VersionFact version) {
    return version.images().stream()
        .map(image -> image.image().substring(image.image().lastIndexOf(':') + 1))
        .distinct()
        .reduce((one, other) -> one + ", " + other)
        .map(tags -> tags + " · " + version.id())
        .orElse(Long.toString(version.id()));
  }

  /** What people call the versions, as the page's script reads it. */
  public String getLabels() {
    return Json.write(
        versions.stream().collect(Collectors.toMap(each -> Long.toString(each.id()), this::label)));
  }

  /** What people call the version of this id. */
  public String label(long id) {
    return versions.stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .map(this::label)
        .orElse(Long.toString(id));
  }

  /** Whether the deployment goes on. */
  public boolean isLive(DeploymentFact deployment) {
    return deployment.state() != Deployment.State.CLOSED;
  }

  /** The version to deploy. */
  public Long getVersion() {
    return version;
  }

  /** The version to deploy. */
  public void setVersion(Long version) {
    this.version = version;
  }

  /** How many lobbies are always there. */
  public Integer getLobbies() {
    return lobbies;
  }

  /** How many lobbies are always there. */
  public void setLobbies(Integer lobbies) {
    this.lobbies = lobbies;
  }

  /** Whether the configuration of what runs is kept. */
  public boolean isKeeping() {
    return keeping;
  }

  /** Whether the configuration of what runs is kept. */
  public void setKeeping(boolean keeping) {
    this.keeping = keeping;
  }

  /** Whether something takes players here. */
  public boolean isRunning() {
    return present().isPresent();
  }

  private Optional<DeploymentFact> present() {
    return rollouts.list(stage, Deployment.State.ACTIVE, Slice.first(1)).stream().findFirst();
  }

  /** Puts the version on the stage; what runs there drains. */
  public void deploy() {
    if (version == null) {
      throw Refusal.field("version", "must be chosen");
    }
    if (lobbies != null && lobbies < 0) {
      throw Refusal.field("lobbies", "must not be negative");
    }
    Admission managed = where.toManage(Scope.DEPLOYMENTS);
    deploying.create(managed.caller(), managed.place(), version, wished());
    visitor.done("stage.deployed", label(version));
  }

  /** As what runs, if that is wanted, and with so many lobbies, if that was said. */
  private DeploymentConfig wished() {
    DeploymentConfig kept =
        present()
            .filter(any -> keeping)
            .map(it -> Json.read(it.config().toString(), DeploymentConfig.class))
            .orElseGet(() -> new DeploymentConfig(1, null, null, null, null, null));
    return new DeploymentConfig(
        lobbies == null ? kept.minLobbies() : lobbies,
        kept.maxLobbies(),
        kept.maxMatchmakers(),
        kept.lobby(),
        kept.match(),
        kept.matchmaker());
  }

  /** The version of an older deployment takes over again, with the configuration that it had. */
  public void rollBack() {
    Admission managed = where.toManage(Scope.DEPLOYMENTS);
    DeploymentFact older = rollouts.get(managed, asked.subjectId());
    deploying.create(
        managed.caller(),
        managed.place(),
        older.versionId(),
        Json.read(older.config().toString(), DeploymentConfig.class));
    visitor.done("stage.deployed", label(older.versionId()));
  }

  /** The deployment takes nobody any more and ends when its matches have. */
  public void drain() {
    end(false);
  }

  /** The deployment ends with all that plays. */
  public void endNow() {
    end(true);
  }

  private void end(boolean now) {
    deploying.end(where.toManage(Scope.DEPLOYMENTS), asked.subjectId(), now);
    visitor.done(now ? "stage.ended" : "stage.drained", asked.getSubject());
  }
}
