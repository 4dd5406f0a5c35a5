package omgservers.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Leases;
import omgservers.shared.sharding.TestShards;
import omgservers.shared.work.Lanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One instance, and a shard on which statements do not come to an end for a while. */
class TakeoversTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static TestShards shards;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Holdings holdings = new Holdings();
  private final Takeovers takeovers =
      new Takeovers(
          new Lease(null, new Leases(shards), null, null) {
            @Override
            public long close(int shard, long epoch) {
              return shards.inTransaction(() -> super.close(shard, epoch));
            }

            @Override
            public void skip(int shard, long epoch) {
              shards.transaction(() -> super.skip(shard, epoch));
            }
          },
          new Lanes(null, shards, null, null, null, null, holdings, null, null) {
            @Override
            public void gained(int shard) {
              told.add("gained " + shard);
            }

            @Override
            public void lost(int shard) {
              told.add("lost " + shard);
            }
          },
          holdings);

  @BeforeAll
  static void open() {
    shards = TestShards.own("takeovers_");
  }

  @AfterEach
  void openToAll() {
    takeovers.end();
    takeovers.await(LONG);
    for (int shard = 0; shard < shards.count(); shard++) {
      int each = shard;
      shards.transaction(
          () -> shards.shard(each).createNativeQuery("update fence set epoch = 0").executeUpdate());
    }
  }

  /** Whoever wants to close this shard waits until the connection is closed. */
  private Connection stalled(int shard) throws SQLException {
    Connection connection = shards.connection(shard);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1 from fence for update");
    }
    return connection;
  }

  /** Another shard is being taken all the while, so that nobody waits for all. */
  private void awaitHeld(int shard) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!holdings.isHeld(shard) && System.nanoTime() < end) {
      takeovers.await(PAUSE);
    }
  }

  @Test
  void holdsTheOtherShardsWhileOneSaysNothing() throws SQLException {
    try (Connection stalled = stalled(1)) {
      takeovers.follow(Map.of(0, 1L, 1, 1L));
      awaitHeld(0);
      assertThat(holdings.shards()).containsExactly(0);
      stalled.rollback();
    }
    takeovers.await(LONG);
    assertThat(holdings.shards()).containsExactly(0, 1);
    assertThat(told).containsExactly("gained 0", "gained 1");
  }

  @Test
  void losesNoTimeWithWhatIsBeingTakenAlready() throws SQLException {
    try (Connection stalled = stalled(1)) {
      takeovers.follow(Map.of(1, 1L));
      takeovers.follow(Map.of(0, 1L, 1, 1L));
      awaitHeld(0);
      assertThat(holdings.shards()).containsExactly(0);
      takeovers.follow(Map.of(1, 1L));
      assertThat(holdings.shards()).isEmpty();
      assertThat(told).containsExactly("gained 0", "lost 0");
      stalled.rollback();
    }
    takeovers.await(LONG);
    assertThat(holdings.shards()).containsExactly(1);
  }

  @Test
  void doesNotHoldWhatItHasNoLeaseOnAnyMore() throws SQLException {
    try (Connection stalled = stalled(1)) {
      takeovers.follow(Map.of(1, 1L));
      takeovers.follow(Map.of());
      stalled.rollback();
    }
    takeovers.await(LONG);
    assertThat(holdings.shards()).isEmpty();
  }

  @Test
  void takesALaterLeaseAfterTheOneBefore() throws SQLException {
    try (Connection stalled = stalled(1)) {
      takeovers.follow(Map.of(1, 1L));
      takeovers.follow(Map.of(1, 2L));
      stalled.rollback();
    }
    takeovers.await(LONG);
    assertThat(holdings.shards()).isEmpty();
    takeovers.follow(Map.of(1, 2L));
    takeovers.await(LONG);
    assertThat(holdings.epoch(1)).isEqualTo(2);
  }

  @Test
  void holdsNothingThatAnotherInstanceTookLater() {
    assertThat(shards.<Long>inTransaction(() -> new Leases(shards).close(0, 7))).isEqualTo(7);
    takeovers.follow(Map.of(0, 1L));
    takeovers.await(LONG);
    assertThat(holdings.shards()).isEmpty();
    assertThat(told).isEmpty();
  }
}
