package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import omgservers.builder.model.BuildJob;
import omgservers.builder.model.BuildJobs;
import omgservers.builder.model.BuildState;
import omgservers.shared.audit.Audit;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Right;
import omgservers.tenancy.model.Scope;

/** The transactions of giving a build its archive. */
@ApplicationScoped
@Transactional
class SourceDesk {
  /** Archives are kept in parts of this size. */
  static final int PART_BYTES = 1 << 20;

  private final BuildJobs jobs;
  private final Authorization authorization;
  private final Audit audit;
  private final Wakes wakes;

  @Inject
  SourceDesk(BuildJobs jobs, Authorization authorization, Audit audit, Wakes wakes) {
    this.jobs = jobs;
    this.authorization = authorization;
    this.audit = audit;
    this.wakes = wakes;
  }

  protected SourceDesk() {
    this(null, null, null, null);
  }

  /** Fails unless the build awaits an archive from the caller; the path of its Dockerfile. */
  String expect(Caller caller, Tenancy.Place project, long id) {
    authorization.toWrite(
        caller, Scope.VERSIONS, project.tenantId(), Right.VERSION_MANAGER.on(project.projectId()));
    return awaiting(
            jobs.find(project.tenantId(), project.projectId(), id).orElseThrow(() -> none(id)))
        .wish()
        .dockerfile();
  }

  private static Refusal none(long id) {
    return Refusal.notFound("There is no build " + id + ".");
  }

  private static BuildJob awaiting(BuildJob job) {
    if (job.state() != BuildState.AWAITING_SOURCE) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT,
          "The build %d awaits no archive: it is %s.".formatted(job.id(), job.state()));
    }
    return job;
  }

  /** The archive is kept, and the build waits for its turn. */
  Builds.BuildFact keep(Caller caller, long id, InputStream archive) {
    BuildJob job = awaiting(jobs.lock(id).orElseThrow(() -> none(id)));
    long total = 0;
    try {
      byte[] part = archive.readNBytes(PART_BYTES);
      for (int number = 0; part.length > 0; number++) {
        jobs.putPart(id, number, part);
        total += part.length;
        part = archive.readNBytes(PART_BYTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    job.sourceCame(total, wakes.now());
    wakes.wake(BuildReconciliation.TABLE, id);
    Builds.BuildFact fact = Builds.BuildFact.of(job);
    audit.record(caller.actor(), "build.source", Audit.Subject.of(job.tenantId(), id), null, fact);
    return fact;
  }
}
