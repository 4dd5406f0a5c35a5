package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Routes routes = new Routes(System::nanoTime);

  /** Slot 7 is on this shard, all others on shard 0. */
  private static SlotMap map(long version, int shard, boolean closed) {
    int[] shards = new int[Slots.COUNT];
    shards[7] = shard;
    BitSet all = new BitSet();
    all.set(7, closed);
    return new SlotMap(version, shards, all, 2);
  }

  @Test
  void whoComesToAClosedSlotWaitsAndGoesWhereItIsThen() throws Exception {
    routes.install(map(1, 0, true));
    CompletableFuture<SlotMap> waiting = CompletableFuture.supplyAsync(() -> routes.enter(7, LONG));
    assertThat(routes.enter(8, LONG).shardOfSlot(8)).isZero();
    routes.install(map(2, 1, true));
    routes.install(map(3, 1, false));
    assertThat(waiting.get(1, TimeUnit.MINUTES).shardOfSlot(7)).isEqualTo(1);
  }

  @Test
  void whoHasWaitedLongEnoughIsTold() {
    routes.install(map(1, 0, true));
    assertThatThrownBy(() -> routes.enter(7, Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
              assertThat(refusal.pause()).isPresent();
            });
  }

  @Test
  void aClosedSlotIsDrainedWhenAllWhoBeganBeforeHaveEnded() {
    routes.install(map(1, 0, false));
    SlotMap before = routes.enter(8, LONG);
    SlotMap elsewhere = routes.enterShard(1);
    assertThat(routes.isDrained()).isTrue();
    routes.install(map(2, 0, true));
    assertThat(routes.isDrained()).isFalse();
    SlotMap after = routes.enter(8, LONG);
    before.leave(0);
    assertThat(routes.isDrained()).as("others go on").isTrue();
    after.leave(0);
    elsewhere.leave(1);
  }

  @Test
  void anEarlierMapIsNotTakenOverAgain() {
    assertThat(routes.install(map(2, 1, false))).isTrue();
    assertThat(routes.install(map(1, 0, false))).isFalse();
    assertThat(routes.install(map(2, 0, false))).isFalse();
    assertThat(routes.map().shardOfSlot(7)).isEqualTo(1);
  }

  @Test
  void tellsWhatMovedAndWhatIsOpenAgain() {
    assertThat(map(1, 0, true).movedBy(map(2, 1, true))).containsExactly(new SlotMoved(7, 0, 1));
    assertThat(map(1, 0, true).openedBy(map(2, 0, false))).containsExactly(7);
    assertThat(map(1, 0, false).movedBy(map(2, 0, true))).isEmpty();
  }
}
