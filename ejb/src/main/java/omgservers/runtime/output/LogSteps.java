package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.pool.Output;
import omgservers.pool.model.LogChunk;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeLog;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Leases;

/** The transactions of keeping what game servers write. */
@ApplicationScoped
@Transactional
public class LogSteps {
  /** Logs are forgotten in transactions of so many. */
  public static final int FORGOTTEN_AT_ONCE = 10;

  private final RuntimeLogs logs;
  private final Runtimes runtimes;
  private final Settings settings;
  private final Time time;
  private final Leases leases;

  /** Transactions on these logs. */
  @Inject
  public LogSteps(
      RuntimeLogs logs, Runtimes runtimes, Settings settings, Time time, Leases leases) {
    this.logs = logs;
    this.runtimes = runtimes;
    this.settings = settings;
    this.time = time;
    this.leases = leases;
  }

  protected LogSteps() {
    this(null, null, null, null, null);
  }

  /** Whose log it is, and where it goes on. */
  record Opened(
      long version, RuntimeQualifier qualifier, long nextLine, Output.Position position) {}

  /** The log of the runtime, which runs on the server; empty when there is no such runtime. */
  Optional<Opened> open(long runtime, String server) {
    return log(runtime)
        .map(
            log -> {
              log.runsOn(server);
              RuntimeLog.Progress read = log.progress();
              return new Opened(
                  log.versionId(),
                  log.qualifier(),
                  log.nextLine(),
                  new Output.Position(read.stdout(), read.stderr(), read.at()));
            });
  }

  private Optional<RuntimeLog> log(long runtime) {
    Optional<RuntimeLog> present = logs.lock(runtime);
    return present.isPresent() ? present : runtimes.find(runtime).map(this::fresh);
  }

  private RuntimeLog fresh(Runtime runtime) {
    RuntimeLog log = new RuntimeLog(runtime);
    logs.add(log);
    return log;
  }

  /**
   * Stores what was written in the meantime, all of it on one shard; false when another instance
   * does so under a later epoch.
   */
  boolean store(int shard, long epoch, List<Journal.Batch> batches) {
    if (!leases.isOpen(shard, epoch)) {
      return false;
    }
    for (Journal.Batch batch : batches) {
      logs.lock(batch.runtime()).ifPresent(log -> store(log, batch));
    }
    return true;
  }

  private void store(RuntimeLog log, Journal.Batch batch) {
    for (LogChunk chunk : batch.chunks()) {
      logs.chunks().put(log.id(), chunk);
    }
    if (batch.first() != null) {
      log.began(batch.first());
    }
    log.lost(batch.lost());
    log.grew(batch.grown(), batch.last(), batch.progress());
    logs.trim(log, settings.runtimeLogSize());
  }

  /** The runtime has ended, and its log is complete. */
  void end(long runtime) {
    Optional<String> reason = runtimes.find(runtime).flatMap(Runtime::endReason);
    Instant now = time.now();
    log(runtime)
        .ifPresent(log -> log.end(now, reason.orElse(null), now.plus(settings.runtimeLogMemory())));
  }

  /** Forgets logs of the shard whose time is over; false when none is left. */
  boolean forget(int shard) {
    return logs.forget(shard, time.now(), FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE;
  }
}
