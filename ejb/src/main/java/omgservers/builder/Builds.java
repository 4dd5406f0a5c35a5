package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omgservers.builder.model.BuildDesire;
import omgservers.builder.model.BuildJob;
import omgservers.builder.model.BuildJobs;
import omgservers.builder.model.BuildState;
import omgservers.builder.model.BuildStep;
import omgservers.builder.model.BuildWish;
import omgservers.builder.source.Addresses;
import omgservers.pool.LogReading;
import omgservers.registry.ImageLabels;
import omgservers.registry.VersionConfig;
import omgservers.registry.model.ImageQualifier;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Vault;
import omgservers.shared.sharding.Ids;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** Builds of a project: asked for, looked at, cancelled and repeated. */
@ApplicationScoped
@Transactional
public class Builds {
  private final BuildJobs jobs;
  private final Tenancy tenancy;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Wakes wakes;
  private final Settings settings;
  private final Vault vault;
  private final BuildCrew crew;

  /** The use of these builds. */
  @Inject
  public Builds(
      BuildJobs jobs,
      Tenancy tenancy,
      Authorization authorization,
      Audit audit,
      Ids ids,
      Wakes wakes,
      Settings settings,
      Vault vault,
      BuildCrew crew) {
    this.jobs = jobs;
    this.tenancy = tenancy;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.wakes = wakes;
    this.settings = settings;
    this.vault = vault;
    this.crew = crew;
  }

  protected Builds() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /** A repository and what is wanted of it; without a ref what it shows first. */
  public record GitPlace(String url, String ref) {}

  /**
   * A build that is wanted; null stands for what is usual. Without a place in Git its source is
   * uploaded.
   */
  public record NewBuild(
      GitPlace git,
      String tag,
      String dockerfile,
      String target,
      Map<String, String> arguments,
      Map<String, String> secrets,
      VersionConfig config,
      ImageQualifier qualifier,
      boolean noCache) {}

  /** A build as it is shown: of its secrets, the names. */
  public record BuildFact(
      long id,
      long tenantId,
      long projectId,
      Instant created,
      long createdBy,
      GitPlace git,
      String commit,
      String tag,
      String dockerfile,
      String target,
      Map<String, String> arguments,
      List<String> secrets,
      boolean noCache,
      BuildState state,
      BuildStep step,
      boolean cancelling,
      String reason,
      int run,
      String server,
      Long sourceBytes,
      Instant queuedAt,
      Instant startedAt,
      Instant endedAt,
      String image,
      String digest,
      Long versionId,
      boolean repeatable) {
    static BuildFact of(BuildJob job) {
      BuildWish wish = job.wish();
      return new BuildFact(
          job.id(),
          job.tenantId(),
          job.projectId(),
          job.created(),
          job.createdBy(),
          wish.git() == null ? null : new GitPlace(wish.git().url(), wish.git().ref()),
          job.commit().orElse(null),
          wish.tag(),
          wish.dockerfile(),
          wish.target(),
          BuildArguments.texts(wish.arguments()),
          BuildArguments.names(wish.secretNames()),
          wish.noCache(),
          job.state(),
          job.step().orElse(null),
          job.desired() == BuildDesire.CANCELLED && !job.state().isOver(),
          job.reason().orElse(null),
          job.run(),
          job.server().orElse(null),
          job.sourceBytes().orElse(null),
          job.queuedAt().orElse(null),
          job.startedAt().orElse(null),
          job.endedAt().orElse(null),
          job.image().orElse(null),
          job.digest().orElse(null),
          job.versionId().orElse(null),
          job.isRepeatable());
    }
  }

  /** A new build of the project: it waits for its archive, or for its turn. */
  public BuildFact create(Caller caller, Tenancy.Place project, NewBuild wish) {
    requireManager(caller, project);
    tenancy.requireActive(project);
    requireRegistry();
    if (wish.git != null) {
      Addresses.requireFetchable("git.url", wish.git.url, settings.builderPrivateGit());
    }
    jobs.lockQueue(project.tenantId());
    requireRoom(project.tenantId());
    long id = ids.beside(project.tenantId());
    BuildJob job =
        new BuildJob(
            id,
            new BuildJob.Owner(project.tenantId(), project.projectId(), caller.userId()),
            kept(id, wish),
            wakes.now(),
            wakes.now().plus(settings.builderUploadWait()));
    jobs.add(job);
    wakes.wake(BuildReconciliation.TABLE, id);
    BuildFact made = BuildFact.of(job);
    record(caller, "build.create", made);
    return made;
  }

  private void requireManager(Caller caller, Tenancy.Place project) {
    authorization.toWrite(
        caller, Scope.VERSIONS, project.tenantId(), Right.VERSION_MANAGER.on(project.projectId()));
  }

  private void requireReader(Caller caller, Tenancy.Place project) {
    authorization.toRead(
        caller,
        project.tenantId(),
        Right.PROJECT_VIEWER.on(project.projectId()),
        Right.VERSION_MANAGER.on(project.projectId()));
  }

  private void requireRegistry() {
    if (settings.registryAddress().isEmpty()) {
      throw Refusal.conflict(
          Qualifier.WRONG_CONFIGURATION,
          "The installation has no registry that an image could be pushed to.");
    }
  }

  private void requireRoom(long tenant) {
    if (jobs.open(tenant) >= settings.builderQueue()) {
      throw Refusal.conflict(
          Qualifier.LIMIT_REACHED,
          "The tenant has %d builds that are not over, the most that it may have."
              .formatted(settings.builderQueue()));
    }
  }

  private BuildWish kept(long id, NewBuild wish) {
    if (wish.secrets.keySet().stream().anyMatch(wish.arguments::containsKey)) {
      throw Refusal.field("secrets", "has a name that is in arguments, too");
    }
    return new BuildWish(
        wish.git == null ? null : new BuildWish.Git(wish.git.url, wish.git.ref),
        wish.tag == null ? "build-" + id : wish.tag,
        wish.dockerfile == null ? "Dockerfile" : wish.dockerfile,
        wish.target,
        Json.write(wish.arguments),
        Json.write(wish.secrets.keySet().stream().sorted().toList()),
        wish.secrets.isEmpty()
            ? null
            : vault.close(Json.write(wish.secrets), BuildArguments.sealName(id)),
        Json.write(labels(wish)),
        wish.noCache);
  }

  private static Map<String, String> labels(NewBuild wish) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (wish.config != null) {
      List<String> faults = wish.config.faults();
      if (!faults.isEmpty()) {
        throw Refusal.invalid(Qualifier.WRONG_CONFIGURATION, String.join("; ", faults));
      }
      labels.put(ImageLabels.CONFIG, Json.write(wish.config.stated()));
    }
    if (wish.qualifier != null) {
      labels.put(ImageLabels.QUALIFIER, wish.qualifier.name());
    }
    return labels;
  }

  private void record(Caller caller, String operation, BuildFact after) {
    audit.record(
        caller.actor(), operation, Audit.Subject.of(after.tenantId, after.id), null, after);
  }

  /** Builds of the project. */
  public List<BuildFact> list(Caller caller, Tenancy.Place project, BuildState state, Slice slice) {
    requireReader(caller, project);
    return jobs.list(project.projectId(), state, slice).stream().map(BuildFact::of).toList();
  }

  /** The build of the project. */
  public BuildFact get(Caller caller, Tenancy.Place project, long id) {
    requireReader(caller, project);
    return BuildFact.of(find(project, id));
  }

  private BuildJob find(Tenancy.Place project, long id) {
    return jobs.find(project.tenantId(), project.projectId(), id)
        .orElseThrow(() -> Refusal.notFound("There is no build " + id + "."));
  }

  private BuildJob lock(Tenancy.Place project, long id) {
    find(project, id);
    return jobs.lock(id).orElseThrow(() -> Refusal.notFound("There is no build " + id + "."));
  }

  /** The build is not wanted any more; one that is over stays as it is. */
  public BuildFact cancel(Caller caller, Tenancy.Place project, long id) {
    requireManager(caller, project);
    BuildJob job = lock(project, id);
    if (job.cancel(wakes.now())) {
      wakes.afterCommit(() -> crew.cancel(id));
      wakes.wake(BuildReconciliation.TABLE, id);
      record(caller, "build.cancel", BuildFact.of(job));
    }
    return BuildFact.of(job);
  }

  /** The build is done once more: one that ended without a version, and whose source is there. */
  public BuildFact repeat(Caller caller, Tenancy.Place project, long id) {
    requireManager(caller, project);
    tenancy.requireActive(project);
    requireRegistry();
    jobs.lockQueue(project.tenantId());
    BuildJob job = lock(project, id);
    if (!job.isRepeatable()) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT,
          job.state().isOver()
              ? "The build %d has a version, or its source is not kept any more.".formatted(id)
              : "The build %d is not over.".formatted(id));
    }
    requireRoom(project.tenantId());
    job.repeat(wakes.now());
    wakes.wake(BuildReconciliation.TABLE, id);
    BuildFact after = BuildFact.of(job);
    record(caller, "build.repeat", after);
    return after;
  }

  /** Lines of the log from the number on, at most so many. */
  public LogReading.Part read(
      Caller caller, Tenancy.Place project, BuildLines lines, LogReading.Wish wish) {
    requireReader(caller, project);
    return reading(find(project, lines.build)).from(lines.from, lines.limit, wish);
  }

  /** Which lines of the log of a build. */
  public record BuildLines(long build, long from, int limit) {}

  /** The last lines of the log, at most so many. */
  public LogReading.Part tail(
      Caller caller, Tenancy.Place project, BuildLines lines, LogReading.Wish wish) {
    requireReader(caller, project);
    return reading(find(project, lines.build)).tail(lines.limit, wish);
  }

  private LogReading reading(BuildJob job) {
    return new LogReading(
        jobs.chunks(), job.id(), job.log().nextLine(), job.log().lostBytes(), job.state().isOver());
  }
}
