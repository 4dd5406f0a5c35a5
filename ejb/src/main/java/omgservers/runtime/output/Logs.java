package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.pool.LogReading;
import omgservers.runtime.model.RuntimeLog;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** What the game servers of a stage wrote, to read and to search, also when they are long gone. */
@ApplicationScoped
@Transactional
public class Logs {
  private final RuntimeLogs logs;
  private final Runtimes runtimes;

  /** The use of these logs. */
  @Inject
  public Logs(RuntimeLogs logs, Runtimes runtimes) {
    this.logs = logs;
    this.runtimes = runtimes;
  }

  protected Logs() {
    this(null, null);
  }

  /** The lines of the log from the number on, at most so many. */
  public LogReading.Part read(
      Admission stage, long runtime, long from, int limit, LogReading.Wish wish) {
    stage.require(Scope.READ);
    return find(stage, runtime)
        .map(log -> reading(log).from(from, limit, wish))
        .orElse(LogReading.Part.EMPTY);
  }

  /** The last lines of the log, at most so many. */
  public LogReading.Part tail(Admission stage, long runtime, int limit, LogReading.Wish wish) {
    stage.require(Scope.READ);
    return find(stage, runtime)
        .map(log -> reading(log).tail(limit, wish))
        .orElse(LogReading.Part.EMPTY);
  }

  private LogReading reading(RuntimeLog log) {
    return new LogReading(
        logs.chunks(), log.id(), log.nextLine(), log.lostBytes(), log.endedAt().isPresent());
  }

  /** The log of the runtime; none yet while it was not started. */
  private Optional<RuntimeLog> find(Admission stage, long runtime) {
    Optional<RuntimeLog> log = logs.find(runtime).filter(each -> each.stageId() == stage.stageId());
    if (log.isEmpty()
        && runtimes.find(runtime).filter(each -> each.stageId() == stage.stageId()).isEmpty()) {
      throw Refusal.notFound("The stage has no log of a runtime " + runtime + ".");
    }
    return log;
  }

  /** A log with what is known of its runtime. */
  public record LogFact(
      long runtime,
      RuntimeQualifier qualifier,
      String mode,
      long deploymentId,
      long versionId,
      String poolServer,
      Instant created,
      Instant endedAt,
      String exitReason,
      long lines,
      long size,
      long lost,
      String first,
      String last,
      Instant lastAt) {
    static LogFact of(RuntimeLog log) {
      return new LogFact(
          log.id(),
          log.qualifier(),
          log.mode().orElse(null),
          log.deploymentId(),
          log.versionId(),
          log.poolServer().orElse(null),
          log.created(),
          log.endedAt().orElse(null),
          log.endReason().orElse(null),
          log.nextLine(),
          log.size(),
          log.lostBytes(),
          log.firstText().orElse(null),
          log.lastText().orElse(null),
          log.progress().at());
    }
  }

  /** Logs of the stage that lie on the shard. */
  public List<LogFact> list(Admission stage, int shard, RuntimeLogs.Wish wish, Slice slice) {
    stage.require(Scope.READ);
    return logs.list(shard, stage.stageId(), wish, slice).stream().map(LogFact::of).toList();
  }
}
