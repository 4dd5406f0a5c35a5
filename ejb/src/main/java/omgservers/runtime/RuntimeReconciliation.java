package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import omgservers.pool.Driver;
import omgservers.pool.Driver.Observation;
import omgservers.pool.Driver.Presence;
import omgservers.pool.GameServerStopped;
import omgservers.pool.Pool;
import omgservers.shared.platform.Settings;
import omgservers.shared.work.Reconciliation;
import omgservers.shared.work.Rows;

/**
 * Drives runtimes: PENDING finds room, STARTING starts and waits for the first contact, READY
 * watches, CLOSING stops, ENDED is forgotten after a while. Drivers are called between
 * transactions, never inside one.
 */
@ApplicationScoped
public class RuntimeReconciliation extends Reconciliation {
  static final String TABLE = "runtime";

  private final RuntimeSteps steps;
  private final Pool pool;
  private final Settings settings;

  /** Reconciliation through these steps. */
  @Inject
  public RuntimeReconciliation(Rows rows, RuntimeSteps steps, Pool pool, Settings settings) {
    super(rows);
    this.steps = steps;
    this.pool = pool;
    this.settings = settings;
  }

  protected RuntimeReconciliation() {
    this(null, null, null, null);
  }

  @Override
  public String kind() {
    return TABLE;
  }

  @Override
  protected void begin(int shard) {
    steps.lookAtAll(shard);
  }

  void stopped(@Observes GameServerStopped event) {
    steps.lookAt(event.runtime());
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
      case STARTING -> start(runtime);
      case READY -> watch(runtime);
      case CLOSING -> stop(runtime);
      case ENDED -> forget(runtime);
    }
  }

  private void place(RuntimeSteps.Snapshot runtime) {
    Optional<Pool.Room> room = pool.take(runtime.id());
    if (room.isEmpty()) {
      steps.waitForRoom(runtime.id());
      return;
    }
    begin(runtime, room.get());
  }

  private void begin(RuntimeSteps.Snapshot runtime, Pool.Room room) {
    Optional<String> password = steps.starting(runtime.id(), room.server());
    if (password.isEmpty()) {
      return;
    }
    Map<String, String> environment =
        Map.of(
            "OMGSERVERS_RUNTIME_ID", Long.toString(runtime.id()),
            "OMGSERVERS_PASSWORD", password.get(),
            "OMGSERVERS_QUALIFIER", runtime.qualifier().name(),
            "OMGSERVERS_SERVICE_URL", settings.internalUrl().toString());
    try {
      room.driver().start(new Driver.Start(runtime.id(), runtime.image(), environment));
    } catch (Driver.StartFailed e) {
      steps.close(runtime.id(), e.getMessage());
    }
  }

  private void start(RuntimeSteps.Snapshot runtime) {
    Optional<Pool.Room> room = pool.find(runtime.id());
    if (room.isEmpty()) {
      place(runtime);
      return;
    }
    Observation seen = room.get().driver().observe(runtime.id());
    switch (seen.presence()) {
      case ABSENT -> begin(runtime, room.get());
      case STOPPED -> steps.close(runtime.id(), seen.reason());
      case RUNNING -> steps.requireFirstContact(runtime.id());
    }
  }

  private void watch(RuntimeSteps.Snapshot runtime) {
    Observation seen =
        pool.find(runtime.id())
            .map(room -> room.driver().observe(runtime.id()))
            .orElse(new Observation(Presence.ABSENT, "It holds no room on any server."));
    if (seen.presence() == Presence.RUNNING) {
      steps.requireSignsOfLife(runtime.id());
    } else {
      steps.close(runtime.id(), seen.reason());
    }
  }

  private void stop(RuntimeSteps.Snapshot runtime) {
    boolean gone =
        pool.find(runtime.id()).map(room -> room.driver().stop(runtime.id())).orElse(true);
    if (gone) {
      pool.find(runtime.id()).ifPresent(room -> pool.release(runtime.id()));
      steps.ended(runtime.id());
    } else {
      steps.stopping(runtime.id());
    }
  }

  private void forget(RuntimeSteps.Snapshot runtime) {
    pool.drivers().forEach(driver -> driver.forget(runtime.id()));
    steps.forget(runtime.id());
  }
}
