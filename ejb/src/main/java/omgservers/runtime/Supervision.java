package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.runtime.model.Assignment;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** The runtimes of a stage, to look at and to stop; those too that ended within the last hour. */
@ApplicationScoped
@Transactional
public class Supervision {
  private final Runtimes runtimes;
  private final RuntimeStaff staff;
  private final Audit audit;

  /** Supervision of these runtimes. */
  @Inject
  public Supervision(Runtimes runtimes, RuntimeStaff staff, Audit audit) {
    this.runtimes = runtimes;
    this.staff = staff;
    this.audit = audit;
  }

  protected Supervision() {
    this(null, null, null);
  }

  /** A runtime with the number of its clients. */
  public record RuntimeFact(
      long id,
      RuntimeQualifier qualifier,
      Runtime.State state,
      String reason,
      long deploymentId,
      long versionId,
      String image,
      String mode,
      long clients,
      Instant created,
      Instant startedAt,
      Instant readyAt,
      Instant closingAt,
      Instant endedAt,
      String poolServer,
      int starts,
      Integer exitCode,
      boolean outOfMemory) {
    static RuntimeFact of(Runtime runtime, long clients) {
      return new RuntimeFact(
          runtime.id(),
          runtime.qualifier(),
          runtime.state(),
          runtime.endReason().or(runtime::reason).orElse(null),
          runtime.deploymentId(),
          runtime.versionId(),
          runtime.image(),
          runtime.mode().orElse(null),
          clients,
          runtime.created(),
          runtime.startedAt().orElse(null),
          runtime.readyAt().orElse(null),
          runtime.closingAt().orElse(null),
          runtime.endedAt().orElse(null),
          runtime.poolServer().orElse(null),
          runtime.starts(),
          runtime.exitCode().orElse(null),
          runtime.isOutOfMemory());
    }
  }

  /** Runtimes of the stage that lie on the shard. */
  public List<RuntimeFact> list(Admission stage, int shard, Runtimes.Wish wish, Slice slice) {
    stage.require(Scope.READ);
    List<Runtime> found = runtimes.list(shard, stage.stageId(), wish, slice);
    Map<Long, Long> clients =
        runtimes.clientCounts(shard, found.stream().map(Runtime::id).toList());
    return found.stream()
        .map(runtime -> RuntimeFact.of(runtime, clients.getOrDefault(runtime.id(), 0L)))
        .toList();
  }

  /** The runtime of the stage. */
  public RuntimeFact get(Admission stage, long id) {
    stage.require(Scope.READ);
    return runtimes
        .find(id)
        .filter(runtime -> runtime.stageId() == stage.stageId())
        .map(this::fact)
        .orElseThrow(() -> unknown(id));
  }

  private RuntimeFact fact(Runtime runtime) {
    return RuntimeFact.of(runtime, runtimes.clientCount(runtime.id()));
  }

  private static Refusal unknown(long id) {
    return Refusal.notFound("The stage has no runtime " + id + ".");
  }

  /** That a client plays in a runtime. */
  public record AssignmentFact(long runtimeId, long clientId, String groupName, Instant created) {
    static AssignmentFact of(Assignment assignment) {
      return new AssignmentFact(
          assignment.runtimeId(),
          assignment.clientId(),
          assignment.groupName().orElse(null),
          assignment.created());
    }
  }

  /** Where these clients of the stage play, as far as that lies on the shard. */
  public List<AssignmentFact> of(Admission stage, int shard, List<Long> clients) {
    stage.require(Scope.READ);
    return runtimes.assignmentsOf(shard, clients).stream().map(AssignmentFact::of).toList();
  }

  /** Stops the runtime; whoever plays in it goes to a lobby. */
  public RuntimeFact stop(Admission stage, long id) {
    stage.require(Scope.DEPLOYMENTS);
    Runtime runtime =
        runtimes
            .lock(id)
            .filter(found -> found.stageId() == stage.stageId())
            .orElseThrow(() -> unknown(id));
    if (runtime.isLive()) {
      Runtime.State before = runtime.state();
      runtime.close("Stopped by " + stage.caller().name() + ".", staff.now());
      staff.wake(id);
      audit.record(
          stage.caller().actor(),
          "runtime.delete",
          stage.subject(id),
          Map.of("qualifier", runtime.qualifier(), "state", before),
          Map.of("qualifier", runtime.qualifier(), "state", runtime.state()));
    }
    return fact(runtime);
  }
}
