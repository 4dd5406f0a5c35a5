package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import omgservers.removal.model.Left;
import omgservers.shared.audit.Audit;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Wakes;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Removable;
import omgservers.tenancy.model.Removal;
import omgservers.tenancy.model.Tenants;

/** The transactions of a deletion that are the same for whatever is deleted. */
@ApplicationScoped
@Transactional
class RemovalSteps {
  /** After this pause a deletion that waits is looked at again. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Shards shards;
  private final Tenants tenants;
  private final DueRows dueRows;
  private final Wakes wakes;

  private final Audit audit;

  @Inject
  RemovalSteps(Shards shards, Tenants tenants, DueRows dueRows, Wakes wakes, Audit audit) {
    this.shards = shards;
    this.tenants = tenants;
    this.dueRows = dueRows;
    this.wakes = wakes;
    this.audit = audit;
  }

  protected RemovalSteps() {
    this(null, null, null, null, null);
  }

  /** What is being deleted. */
  record Target(
      Kind kind, long id, long tenantId, long parentId, Instant since, Removal.Beginner beginner) {
    static Target of(Kind kind, Removable going) {
      return new Target(
          kind,
          going.id(),
          going.tenantId(),
          going.parentId(),
          going.removal().since().orElseThrow(),
          going.removal().beginner());
    }
  }

  /** The row if it is still due; one that is not being deleted is left alone. */
  Optional<Target> take(Kind kind, int shard, long id) {
    if (!dueRows.take(kind.table(), shard, id, wakes.now())) {
      return Optional.empty();
    }
    return lock(kind, id).map(going -> Target.of(kind, going));
  }

  private Optional<Removable> lock(Kind kind, long id) {
    return shards
        .lock(kind.type(), id)
        .map(Removable.class::cast)
        .filter(row -> row.state() == Life.DELETING);
  }

  /** The deletion begins, by the wish of the actor; false when it had begun before. */
  boolean begin(Kind kind, Removable row, AuditRecord.Actor actor, Removal.Beginner beginner) {
    if (!row.delete(beginner, wakes.now())) {
      return false;
    }
    audit.record(
        actor, kind.table() + ".delete", Audit.Subject.of(row.tenantId(), row.id()), null, null);
    wakes.wake(kind.table(), row.id());
    return true;
  }

  /** Some that lie in the target go by the same wish; how many these were. */
  int beginBelow(Target target, Kind kind, Function<Integer, List<Long>> find, int max) {
    if (lock(target.kind, target.id).isEmpty()) {
      return 0;
    }
    List<Long> below = find.apply(max);
    for (long id : below) {
      shards
          .lock(kind.type(), id)
          .ifPresent(row -> begin(kind, row, actor(target.beginner), target.beginner));
    }
    return below.size();
  }

  /** What goes with something larger was not asked for from anywhere. */
  private static AuditRecord.Actor actor(Removal.Beginner beginner) {
    return new AuditRecord.Actor(beginner.userId(), beginner.role().name(), null, null, null);
  }

  /** It waits for what is left; looked at again at once while there is work, else after a pause. */
  void pause(Target target, Left left, boolean busy) {
    Instant next = busy ? wakes.now() : wakes.now().plus(PAUSE);
    lock(target.kind, target.id).ifPresent(row -> row.removal().stepped(left.sentence(), next));
  }

  /** Nothing is left below it: its names and permissions go, then the row itself. */
  void finish(Target target) {
    Optional<Removable> parent = parent(target);
    Optional<Removable> row = lock(target.kind, target.id);
    if (row.isEmpty()) {
      return;
    }
    if (tenants.forgetSome(target.id)) {
      row.get().removal().stepped("Its names and permissions go.", wakes.now());
      return;
    }
    tenants.remove(target.id, row.get());
    audit.record(
        actor(target.beginner),
        target.kind.table() + ".deleted",
        Audit.Subject.of(target.tenantId, target.id),
        null,
        null);
    parent.ifPresent(
        above -> {
          above.removal().dueBy(wakes.now());
          wakes.wake(target.kind.parent().table(), above.id());
        });
  }

  /** Locked before what lies in it, as everybody does; only one that goes has to know. */
  private Optional<Removable> parent(Target target) {
    return target.parentId == target.id
        ? Optional.empty()
        : lock(target.kind.parent(), target.parentId);
  }
}
