package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Lanes;

/** Erases the players of a stage that is being deleted; their clients end and are told so. */
@ApplicationScoped
@Transactional
public class PlayerEnds {
  /** So many players are erased, or clients forgotten, in one transaction. */
  static final int BATCH_MAX = 50;

  private final Players players;
  private final Erasure erasure;
  private final ClientStaff staff;
  private final DueRows dueRows;

  private final Lanes lanes;

  /** Ends of these players. */
  @Inject
  public PlayerEnds(
      Players players, Erasure erasure, ClientStaff staff, DueRows dueRows, Lanes lanes) {
    this.players = players;
    this.erasure = erasure;
    this.staff = staff;
    this.dueRows = dueRows;
    this.lanes = lanes;
  }

  protected PlayerEnds() {
    this(null, null, null, null, null);
  }

  /** Begins to erase some players of the stage on the shard; how many. */
  public int eraseSomeOf(int shard, long stage) {
    List<Long> active = dueRows.takeSome(Players.ACTIVE_ON_STAGE, shard, stage, BATCH_MAX);
    active.forEach(id -> players.lock(id).ifPresent(erasure::begin));
    return active.size();
  }

  /** Forgets some clients of the stage on the shard that know that they have ended; how many. */
  public int forgetSomeOf(int shard, long stage) {
    Instant now = staff.now();
    List<Long> done = dueRows.takeSome(Players.DONE_ON_STAGE, shard, stage, BATCH_MAX);
    int changed = (int) done.stream().filter(id -> client(id).forgetBy(now)).count();
    if (changed > 0) {
      lanes.wakeAfterCommit(ClientReconciliation.TABLE, shard);
    }
    List<Long> erased = dueRows.takeSome(Players.ERASED_ON_STAGE, shard, stage, BATCH_MAX);
    erased.forEach(erasure::goOn);
    return changed + erased.size();
  }

  private Client client(long id) {
    return players.client(id).orElseThrow();
  }
}
