package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import omgservers.pool.GameServerStopped;
import omgservers.pool.Pool;
import omgservers.runtime.output.Recorder;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives runtimes: PENDING finds room, STARTING starts and waits for the first contact, READY is
 * only looked at when it was silent for too long or something happened to it, CLOSING stops, ENDED
 * is forgotten after a while. What needs a pool server is an errand there: no lane waits for one.
 */
@ApplicationScoped
public class RuntimeReconciliation extends Reconciliation {
  static final String TABLE = "runtime";

  private final RuntimeSteps steps;
  private final RuntimeErrands errands;
  private final Pool pool;
  private final Recorder recorder;

  /** Reconciliation through these steps and errands. */
  @Inject
  public RuntimeReconciliation(
      Rows rows, RuntimeSteps steps, RuntimeErrands errands, Pool pool, Recorder recorder) {
    super(rows);
    this.steps = steps;
    this.errands = errands;
    this.pool = pool;
    this.recorder = recorder;
  }

  protected RuntimeReconciliation() {
    this(null, null, null, null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  @Override
  protected void begin(int shard) {
    steps.lookAtAll(shard);
  }

  /**
   * The runtime is looked at; room that is held for what is over, or was never, is given back. The
   * errand that started it may be about to note when it should have called in.
   */
  void stopped(@Observes GameServerStopped event) {
    errands.ask(event.runtime());
    errands.stopped(event.runtime());
  }

  @Override
  protected void step(int shard, long id) {
    Optional<RuntimeSteps.Snapshot> due = steps.take(shard, id);
    if (due.isEmpty()) {
      return;
    }
    RuntimeSteps.Snapshot runtime = due.get();
    switch (runtime.state()) {
      case PENDING -> place(runtime);
      case ENDED -> forget(runtime);
      default ->
          pool.find(id)
              .ifPresentOrElse(room -> errands.run(runtime, room), () -> withoutRoom(runtime));
    }
  }

  private void place(RuntimeSteps.Snapshot runtime) {
    Pool.Answer answer = pool.take(runtime.need());
    if (answer.room().isEmpty()) {
      steps.waitForRoom(runtime.id(), answer.reason());
      return;
    }
    Pool.Room room = answer.room().get();
    steps
        .placed(runtime.id(), room.site().name())
        .ifPresent(password -> errands.begin(runtime, room, password));
  }

  private void withoutRoom(RuntimeSteps.Snapshot runtime) {
    switch (runtime.state()) {
      case STARTING -> place(runtime);
      case READY -> steps.close(runtime.id(), "It holds no room on any server.");
      default -> {
        recorder.finish(runtime.id());
        steps.ended(runtime.id());
      }
    }
  }

  private void forget(RuntimeSteps.Snapshot runtime) {
    pool.drivers().forEach(driver -> driver.forget(runtime.id()));
    steps.forget(runtime.id());
  }
}
