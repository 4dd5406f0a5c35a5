package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.Secrets;
import omgservers.shared.work.DueRows;

/** The transactions of a runtime's reconciliation. */
@ApplicationScoped
@Transactional
public class RuntimeSteps {
  /** How long an ended runtime can still be looked at. */
  public static final Duration MEMORY = Duration.ofHours(1);

  private static final Duration ROOM_PAUSE = Duration.ofSeconds(1);
  private static final Duration START_PAUSE = Duration.ofSeconds(2);
  private static final Duration STOP_PAUSE = Duration.ofMillis(250);

  private final Runtimes runtimes;
  private final Outbox outbox;
  private final Settings settings;
  private final RuntimeStaff staff;
  private final Instant boot;

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
      Mailboxes mailboxes) {
    this.runtimes = runtimes;
    this.outbox = outbox;
    this.settings = settings;
    this.staff = staff;
    this.boot = staff == null ? Instant.EPOCH : staff.now();
    this.dueRows = dueRows;
    this.mailboxes = mailboxes;
  }

  protected RuntimeSteps() {
    this(null, null, null, null, null, null);
  }

  /** What a step needs to know of a runtime. */
  public record Snapshot(long id, Runtime.State state, RuntimeQualifier qualifier, String image) {}

  Optional<Snapshot> take(int shard, long id) {
    if (!dueRows.take(RuntimeReconciliation.TABLE, shard, id, staff.now())) {
      return Optional.empty();
    }
    return runtimes
        .find(id)
        .map(runtime -> new Snapshot(id, runtime.state(), runtime.qualifier(), runtime.image()));
  }

  /** The runtime is looked at as soon as possible. */
  public void lookAt(long id) {
    change(id, runtime -> runtime.stepped(staff.now()));
    staff.wake(id);
  }

  /** Every runtime of the shard that should have a process is looked at as soon as possible. */
  public void lookAtAll(int shard) {
    runtimes.dueAll(shard, staff.now());
  }

  void waitForRoom(long id) {
    change(
        id,
        runtime ->
            runtime.waits(
                "No pool server has room for another game server.", staff.now().plus(ROOM_PAUSE)));
  }

  /** Says that a start begins; the password is known to the new process only. */
  Optional<String> starting(long id, String server) {
    String password = Secrets.password();
    return runtimes
        .lock(id)
        .filter(
            runtime ->
                runtime.state() == Runtime.State.PENDING
                    || runtime.state() == Runtime.State.STARTING)
        .map(
            runtime -> {
              runtime.starting(server, Secrets.hashGenerated(password), staff.now());
              runtime.stepped(staff.now().plus(START_PAUSE));
              return password;
            });
  }

  void close(long id, String reason) {
    change(id, runtime -> runtime.close(reason, staff.now()));
    staff.wake(id);
  }

  void requireFirstContact(long id) {
    change(
        id,
        runtime -> {
          Duration limit = settings.runtimeFirstContact();
          Instant deadline = runtime.startedAt().orElseThrow().plus(limit);
          watchUntil(
              runtime, deadline, "It did not call in within " + limit.toSeconds() + " seconds.");
        });
  }

  void requireSignsOfLife(long id) {
    change(
        id,
        runtime -> {
          Duration limit = settings.runtimeSilence();
          Instant heard = runtime.seen().filter(boot::isBefore).orElse(boot);
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
    change(id, runtime -> runtime.stepped(staff.now().plus(STOP_PAUSE)));
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
}
