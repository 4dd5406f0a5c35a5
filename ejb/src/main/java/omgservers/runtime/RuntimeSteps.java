package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import omgservers.pool.Driver;
import omgservers.pool.Pool;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Hearing;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.Secrets;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Pauses;
import omgservers.shared.work.Rows;

/** The transactions of a runtime's reconciliation. */
@ApplicationScoped
@Transactional
public class RuntimeSteps {
  /** How long an ended runtime can still be looked at. */
  public static final Duration MEMORY = Duration.ofHours(1);

  /** Who waits for room is woken when there is some; this is the net below that. */
  private static final Duration ROOM_PAUSE = Duration.ofSeconds(10);

  /** An errand that was not heard of for so long died with its server: it is done again. */
  static final Duration HANDED_MAX = Duration.ofSeconds(90);

  private static final Duration SERVER_PAUSE = Duration.ofSeconds(3);
  private static final Duration STOP_PAUSE = Duration.ofMillis(500);

  private final Runtimes runtimes;
  private final Outbox outbox;
  private final Settings settings;
  private final RuntimeStaff staff;
  private final Hearing hearing;

  private final DueRows dueRows;
  private final Mailboxes mailboxes;

  /** Transactions on these runtimes. */
  @Inject
  public RuntimeSteps(
      Runtimes runtimes,
      Outbox outbox,
      Settings settings,
      RuntimeStaff staff,
      DueRows dueRows,
      Mailboxes mailboxes,
      Hearing hearing) {
    this.runtimes = runtimes;
    this.outbox = outbox;
    this.settings = settings;
    this.staff = staff;
    this.hearing = hearing;
    this.dueRows = dueRows;
    this.mailboxes = mailboxes;
  }

  protected RuntimeSteps() {
    this(null, null, null, null, null, null, null);
  }

  /** What a step and an errand need to know of a runtime. */
  record Snapshot(
      long id,
      Runtime.State state,
      RuntimeQualifier qualifier,
      String image,
      long stageId,
      long versionId,
      Pool.Need need) {
    static Snapshot of(Runtime runtime) {
      return new Snapshot(
          runtime.id(),
          runtime.state(),
          runtime.qualifier(),
          runtime.image(),
          runtime.stageId(),
          runtime.versionId(),
          new Pool.Need(
              runtime.id(),
              runtime.image(),
              runtime.limits().cpu(),
              runtime.limits().memory(),
              runtime.avoidedServer().orElse(null)));
    }
  }

  Optional<Snapshot> take(int shard, long id) {
    if (!dueRows.take(RuntimeReconciliation.TABLE, shard, id, staff.now())) {
      return Optional.empty();
    }
    return runtimes.find(id).map(Snapshot::of);
  }

  /** The runtime is looked at as soon as possible; false when there is none, or it has ended. */
  boolean lookAt(long id) {
    Optional<Runtime> known =
        runtimes.lock(id).filter(runtime -> runtime.state() != Runtime.State.ENDED);
    known.ifPresent(
        runtime -> {
          runtime.dueBy(staff.now());
          staff.wake(id);
        });
    return known.isPresent();
  }

  /** Every runtime of the shard that should have a process is looked at as soon as possible. */
  void lookAtAll(int shard) {
    runtimes.dueAll(shard, staff.now());
  }

  /** Those that have waited longest for room are looked at as soon as possible. */
  void wakeWaiting(int shard, int max) {
    if (runtimes.dueWaiting(shard, staff.now(), max) > 0) {
      staff.wakeShard(shard);
    }
  }

  void waitForRoom(long id, String reason) {
    change(id, runtime -> runtime.waits(reason, staff.now().plus(ROOM_PAUSE)));
  }

  /** The server does not answer; it is known who watches for its return. */
  void waitForServer(long id, String reason) {
    change(id, runtime -> runtime.waits(reason, staff.now().plus(SERVER_PAUSE)));
  }

  /** The lane that sleeps is told that a row may be due sooner than it knows. */
  void wake(long id) {
    staff.wake(id);
  }

  /** An errand begins: nobody else looks at the runtime meanwhile. */
  void hand(long id) {
    change(id, runtime -> runtime.handed(staff.now().plus(HANDED_MAX)));
  }

  /** The step of an errand failed for a reason of ours: tried again after a pause. */
  void failed(long id, Throwable fault) {
    dueRows.failed(
        RuntimeReconciliation.TABLE, staff.shardOf(id), id, Rows.reason(fault), staff.now());
  }

  /**
   * There is room for it, and an errand begins that starts it; what its process is to know, unless
   * it is not wanted any more.
   */
  Optional<String> placed(long id, String server) {
    String password = Secrets.password();
    boolean wanted =
        changeIf(
            id,
            RuntimeSteps::starts,
            runtime -> {
              runtime.placed(server);
              runtime.starting(Secrets.hashGenerated(password));
              runtime.handed(staff.now().plus(HANDED_MAX));
            });
    return wanted ? Optional.of(password) : Optional.empty();
  }

  private static boolean starts(Runtime runtime) {
    return runtime.state() == Runtime.State.PENDING || runtime.state() == Runtime.State.STARTING;
  }

  private static boolean startsOn(Runtime runtime, String server) {
    return runtime.state() == Runtime.State.STARTING
        && runtime.poolServer().filter(server::equals).isPresent();
  }

  /**
   * Its image is on the way to the server, which may take so long. That it did not come may have
   * been told already.
   */
  void preparing(long id, String server, Duration max) {
    changeIf(
        id,
        runtime -> startsOn(runtime, server),
        runtime ->
            runtime.waits(
                "Its image is being pulled to " + server + ".",
                staff.now().plus(max).plus(HANDED_MAX)));
  }

  /** Says that a start begins; the password is known to the new process only. */
  Optional<String> starting(long id) {
    String password = Secrets.password();
    boolean wanted =
        changeIf(
            id,
            runtime -> runtime.state() == Runtime.State.STARTING,
            runtime -> runtime.starting(Secrets.hashGenerated(password)));
    return wanted ? Optional.of(password) : Optional.empty();
  }

  /** The process was started: its time to call in begins now, unless it has done so already. */
  void started(long id) {
    changeIf(
        id,
        Runtime::isLive,
        runtime -> {
          Instant now = staff.now();
          runtime.started(now);
          if (runtime.state() == Runtime.State.STARTING) {
            runtime.stepped(now.plus(settings.runtimeFirstContact()));
          }
        });
  }

  /**
   * A start on the server failed: it looks for room elsewhere after a pause, or ends when that was
   * tried often enough. False when it was not about this start any more.
   */
  boolean startFailed(long id, String server, String reason) {
    return changeIf(
        id,
        runtime -> startsOn(runtime, server),
        runtime -> {
          runtime.startFailed(reason, staff.now().plus(Pauses.after(runtime.starts())));
          if (runtime.starts() >= settings.runtimeStarts()) {
            runtime.close(reason, staff.now());
          }
        });
  }

  /** A runtime that is to end does not wait. */
  void lookIfClosing(long id) {
    changeIf(
        id,
        runtime -> runtime.state() == Runtime.State.CLOSING,
        runtime -> {
          runtime.dueBy(staff.now());
          staff.wake(id);
        });
  }

  void close(long id, String reason) {
    change(id, runtime -> runtime.close(reason, staff.now()));
    staff.wake(id);
  }

  /** Its process was seen to be gone. */
  void close(long id, Driver.Observation seen) {
    change(
        id,
        runtime -> {
          if (seen.exit() != null) {
            runtime.exited(seen.exit().code(), seen.exit().outOfMemory());
          }
          runtime.close(seen.reason(), staff.now());
        });
    staff.wake(id);
  }

  /** Whether the server has been silent for so long that what runs there is given up. */
  boolean isGivenUp(Instant silentSince) {
    return silentSince != null
        && !silentSince.plus(settings.poolUnreachable()).isAfter(staff.now());
  }

  /** Whether the runtime should have called in by now. */
  boolean isFirstContactOver(long id) {
    return runtimes
        .find(id)
        .map(
            runtime ->
                !runtime
                    .startedAt()
                    .orElse(Instant.EPOCH)
                    .plus(settings.runtimeFirstContact())
                    .isAfter(staff.now()))
        .orElse(true);
  }

  void requireFirstContact(long id) {
    change(
        id,
        runtime -> {
          Duration limit = settings.runtimeFirstContact();
          if (runtime.state() != Runtime.State.STARTING) {
            return;
          }
          if (runtime.startedAt().isEmpty()) {
            // Found again after a crash of ours: nobody noted when it was started.
            runtime.started(staff.now());
          }
          Instant deadline = runtime.startedAt().orElseThrow().plus(limit);
          watchUntil(
              runtime, deadline, "It did not call in within " + limit.toSeconds() + " seconds.");
        });
  }

  void requireSignsOfLife(long id) {
    change(
        id,
        runtime -> {
          if (runtime.state() != Runtime.State.READY) {
            return;
          }
          Duration limit = settings.runtimeSilence();
          Instant heard = hearing.silentSince(runtime.seen().orElse(null));
          watchUntil(
              runtime, heard.plus(limit), "It was silent for " + limit.toSeconds() + " seconds.");
        });
  }

  private void watchUntil(Runtime runtime, Instant deadline, String reason) {
    Instant now = staff.now();
    if (deadline.isAfter(now)) {
      runtime.stepped(deadline);
    } else {
      runtime.close(reason, now);
    }
  }

  void stopping(long id) {
    change(id, runtime -> runtime.handed(staff.now().plus(STOP_PAUSE)));
  }

  void ended(long id) {
    change(
        id,
        runtime -> {
          if (runtime.state() != Runtime.State.CLOSING) {
            return;
          }
          runtime.ended(staff.now(), staff.now().plus(MEMORY));
          outbox.send(
              new RuntimeNews.Ended(
                  runtime.ownerId(),
                  runtime.qualifier(),
                  runtime.partId(),
                  runtime.seen().isPresent(),
                  runtime.endReason().orElse("")));
          runtimes
              .assignments(id)
              .forEach(assignment -> outbox.send(new RuntimeNews.Lost(assignment.clientId(), id)));
          runtimes.removeAssignments(id);
          mailboxes.empty(id);
          staff.announce(new RuntimeEvents.RuntimeGone(id));
        });
  }

  void forget(long id) {
    runtimes.lock(id).ifPresent(runtimes::remove);
  }

  private void change(long id, Consumer<Runtime> change) {
    runtimes.lock(id).ifPresent(change);
  }

  private boolean changeIf(long id, Predicate<Runtime> wanted, Consumer<Runtime> change) {
    Optional<Runtime> found = runtimes.lock(id).filter(wanted);
    found.ifPresent(change);
    return found.isPresent();
  }
}
