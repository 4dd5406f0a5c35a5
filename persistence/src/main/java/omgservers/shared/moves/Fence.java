package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import omgservers.shared.sharding.Outages;

/**
 * What keeps a shard from losing changes of slots that leave it: changes are noted while a slot is
 * copied, and refused when it is closed, also those of an instance that was asleep and believes
 * that the slot is still here. That stays so for as long as the slot is elsewhere.
 */
final class Fence {
  /** The class of the advisory locks by which a slot is closed; the slot is the other half. */
  static final int LOCK = 0x0038;

  private static final int TRIES = 100;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '%dms'";
  private static final String NOT_AVAILABLE = "55P03";
  private static final String DEADLOCK = "40P01";

  private final Connection shard;
  private final List<SlotTable> tables;

  /** The fence of the shard, over a connection that commits each statement. */
  Fence(Connection shard, List<SlotTable> tables) {
    this.shard = shard;
    this.tables = tables;
  }

  /** From now on changes of rows of these slots are noted. */
  void watch(Collection<Integer> slots) throws SQLException {
    try (PreparedStatement insert =
        shard.prepareStatement(
            "insert into slot_watch (slot, closed) select s, false from unnest(?) as s"
                + " on conflict (slot) do update set closed = false")) {
      insert.setArray(1, Sql.ints(shard, slots));
      insert.executeUpdate();
    }
    apply();
  }

  /** Changes of rows of these slots are not noted any more, unless they are closed for good. */
  void forget(Collection<Integer> slots) throws SQLException {
    for (String sql :
        List.of(
            "delete from slot_watch where slot = any(?) and not closed",
            "delete from slot_change where slot = any(?)")) {
      try (PreparedStatement delete = shard.prepareStatement(sql)) {
        delete.setArray(1, Sql.ints(shard, slots));
        delete.executeUpdate();
      }
    }
  }

  /**
   * Makes the triggers fit what is watched. Each table for itself: the lock that a trigger needs
   * waits for who writes there, and who comes then waits for it, so it is given up soon and tried
   * again.
   */
  void apply() throws SQLException {
    BitSet watched = watched();
    for (SlotTable table : tables) {
      List<String> statements =
          watched.isEmpty() ? table.unwatch() : table.watch(watched, Outages.CLOSED_SLOT);
      Sql.retry(TRIES, PAUSE, Fence::isContended, () -> inTransaction(statements));
    }
  }

  /** Makes the triggers fit what is watched, where there are any. */
  void settle() throws SQLException {
    try (Statement statement = shard.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 1 from pg_trigger where tgname = 'slot_watch_write' limit 1")) {
      if (!row.next()) {
        return;
      }
    }
    apply();
  }

  private static boolean isContended(SQLException fault) {
    return NOT_AVAILABLE.equals(fault.getSQLState()) || DEADLOCK.equals(fault.getSQLState());
  }

  private void inTransaction(List<String> statements) throws SQLException {
    Sql.transaction(
        shard,
        () -> {
          try (Statement statement = shard.createStatement()) {
            statement.execute(LOCK_TIMEOUT.formatted(PAUSE.toMillis() * 2));
            for (String each : statements) {
              statement.execute(each);
            }
          }
        });
  }

  private BitSet watched() throws SQLException {
    BitSet watched = new BitSet();
    try (Statement statement = shard.createStatement();
        ResultSet rows = statement.executeQuery("select slot from slot_watch")) {
      while (rows.next()) {
        watched.set(rows.getInt(1));
      }
    }
    return watched;
  }

  /**
   * Closes the slot: waits for those who have written rows of it and not yet committed, so long at
   * most; all who come later are refused.
   */
  void close(int slot, Duration patience) throws SQLException {
    Sql.transaction(
        shard,
        () -> {
          try (Statement statement = shard.createStatement()) {
            statement.execute(LOCK_TIMEOUT.formatted(patience.toMillis()));
            statement.execute("select pg_advisory_xact_lock(%d, %d)".formatted(LOCK, slot));
            statement.execute("update slot_watch set closed = true where slot = " + slot);
          }
        });
  }

  /** The slot is written here as before. */
  void open(int slot) throws SQLException {
    try (Statement statement = shard.createStatement()) {
      statement.execute("update slot_watch set closed = false where slot = " + slot);
    }
  }
}
