package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import omgservers.shared.audit.Audit;
import omgservers.shared.moves.Moves;
import omgservers.shared.moves.Moves.Move;
import omgservers.shared.moves.Moves.Wish;
import omgservers.shared.moves.Moving;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/** Which slots are to lie on which shard, as administrators want it. */
@ApplicationScoped
@Transactional
public class SlotMoves {
  private final Moves moves;
  private final Moving moving;
  private final Shards shards;
  private final Ids ids;
  private final Time time;
  private final Authorization authorization;
  private final Audit audit;

  /** Moves between these shards. */
  @Inject
  public SlotMoves(
      Moves moves,
      Moving moving,
      Shards shards,
      Ids ids,
      Time time,
      Authorization authorization,
      Audit audit) {
    this.moves = moves;
    this.moving = moving;
    this.shards = shards;
    this.ids = ids;
    this.time = time;
    this.authorization = authorization;
    this.audit = audit;
  }

  protected SlotMoves() {
    this(null, null, null, null, null, null, null);
  }

  /** Moves, also those that have ended. */
  public List<Move> list(Caller caller, Slice slice) {
    authorization.staffToRead(caller);
    return moves.list(slice);
  }

  /** How far the move is. */
  public Move get(Caller caller, long id) {
    authorization.staffToRead(caller);
    return found(id);
  }

  private Move found(long id) {
    return moves.find(id).orElseThrow(() -> Refusal.notFound("There is no move " + id + "."));
  }

  /** These slots go to the shard. */
  public Move move(Caller caller, Collection<Integer> slots, int target) {
    authorization.admin(caller, Scope.POOL);
    requireShard("to", target);
    MovePlan plan = plan();
    return moveTo(caller, plan, slots, target);
  }

  /** So many slots of one shard go to the other. */
  public Move move(Caller caller, int source, int count, int target) {
    authorization.admin(caller, Scope.POOL);
    requireShard("from", source);
    requireShard("to", target);
    MovePlan plan = plan();
    return moveTo(caller, plan, plan.some(source, count), target);
  }

  private Move moveTo(Caller caller, MovePlan plan, Collection<Integer> slots, int target) {
    List<Integer> away = plan.onTheWay(slots, target);
    if (!away.isEmpty()) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT, "Slots " + away + " are on the way to another shard.");
    }
    return add(caller, Moves.Kind.MOVE, plan.move(slots, target));
  }

  /** All slots of the shard go to the others. */
  public Move drain(Caller caller, int shard) {
    authorization.admin(caller, Scope.POOL);
    requireShard("from", shard);
    if (shards.count() == 1) {
      throw Refusal.field("from", "is the only shard");
    }
    return add(caller, Moves.Kind.DRAIN, plan().drain(shard));
  }

  /** As few slots go as are needed for all shards to have as many. */
  public Move rebalance(Caller caller) {
    authorization.admin(caller, Scope.POOL);
    return add(caller, Moves.Kind.REBALANCE, plan().rebalance());
  }

  private MovePlan plan() {
    return new MovePlan(moves.places(), shards.count());
  }

  private void requireShard(String field, int shard) {
    if (shard < 0 || shard >= shards.count()) {
      throw Refusal.field(field, "is no shard; there are " + shards.count() + ", from 0");
    }
  }

  private Move add(Caller caller, Moves.Kind kind, List<Wish> wishes) {
    long id = ids.anywhere();
    moves.add(id, kind, wishes, caller.userId(), time.now());
    audit.record(
        caller.actor(), "slot-move.create", Audit.Subject.of(id), null, new Plan(kind, wishes));
    moving.wakeAfterCommit();
    return found(id);
  }

  /** What was asked for, for the audit. */
  public record Plan(Moves.Kind kind, List<Wish> slots) {}

  /** The move ends as soon as it can; slots that have moved stay where they are. */
  public void cancel(Caller caller, long id) {
    authorization.admin(caller, Scope.POOL);
    Move before = found(id);
    if (!moves.cancel(id)) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT,
          "The move has ended, or is being ended: " + before.state() + ".");
    }
    audit.record(caller.actor(), "slot-move.cancel", Audit.Subject.of(id), before, found(id));
    moving.wakeAfterCommit();
  }
}
