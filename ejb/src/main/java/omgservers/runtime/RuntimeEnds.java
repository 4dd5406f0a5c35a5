package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.Runtimes;
import omgservers.runtime.model.VersionUses;
import omgservers.shared.work.DueRows;

/** Stops and forgets the runtimes of a stage that is being deleted. */
@ApplicationScoped
@Transactional
public class RuntimeEnds {
  /** So many runtimes are stopped in one transaction. */
  static final int BATCH_MAX = 100;

  /** So many logs are forgotten in one transaction, each with all that is kept of it. */
  static final int LOGS_MAX = 10;

  private final Runtimes runtimes;
  private final RuntimeLogs logs;
  private final VersionUses uses;
  private final RuntimeStaff staff;

  private final DueRows dueRows;

  /** Ends of these runtimes. */
  @Inject
  public RuntimeEnds(
      Runtimes runtimes, RuntimeLogs logs, VersionUses uses, RuntimeStaff staff, DueRows dueRows) {
    this.logs = logs;
    this.uses = uses;
    this.runtimes = runtimes;
    this.staff = staff;
    this.dueRows = dueRows;
  }

  protected RuntimeEnds() {
    this(null, null, null, null, null);
  }

  /** Stops some runtimes of the stage on the shard, forgets some that have ended; how many. */
  public int someOf(int shard, long stage) {
    Instant now = staff.now();
    List<Long> live = dueRows.takeSome(Runtimes.LIVE_OF_STAGE, shard, stage, BATCH_MAX);
    live.forEach(id -> runtime(id).close("Its stage is being deleted.", now));
    List<Long> ended = dueRows.takeSome(Runtimes.ENDED_OF_STAGE, shard, stage, BATCH_MAX);
    int forgotten = (int) ended.stream().filter(id -> runtime(id).forgetBy(now)).count();
    live.stream().findAny().ifPresent(staff::wake);
    ended.stream().findAny().ifPresent(staff::wake);
    return live.size() + forgotten;
  }

  /** Forgets some logs of the stage, on which nothing runs any more; whether there were any. */
  public boolean forgetLogs(int shard, long stage) {
    return logs.removeOfStage(shard, stage, LOGS_MAX) > 0;
  }

  /** Forgets what game servers of the version used. */
  public void forgetUse(int shard, long version) {
    uses.removeOfVersion(shard, version);
  }

  private Runtime runtime(long id) {
    return runtimes.find(id).orElseThrow();
  }
}
