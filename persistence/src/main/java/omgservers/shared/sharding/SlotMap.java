package omgservers.shared.sharding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import omgservers.shared.platform.WrongSetting;

/**
 * Which shard holds which slot, as the directory said at one of its versions, and how many
 * transactions work by that on each shard.
 */
final class SlotMap {
  private final long version;
  private final int[] shards;
  private final BitSet closed;
  private final AtomicIntegerArray present;

  /** A map with these places and closed slots, over so many shards. */
  SlotMap(long version, int[] shards, BitSet closed, int count) {
    this.version = version;
    this.shards = shards;
    this.closed = closed;
    this.present = new AtomicIntegerArray(count);
  }

  /** The version of the directory's map. */
  long version() {
    return version;
  }

  /** The shard that holds the slot of the id. */
  int shardOf(long id) {
    return shardOfSlot(Slots.of(id));
  }

  /** The shard that holds the slot. */
  int shardOfSlot(int slot) {
    return shards[slot];
  }

  /** Whether the slot is being switched to another shard, and nobody may work on its rows. */
  boolean isClosed(int slot) {
    return closed.get(slot);
  }

  /** Whether any slot is closed. */
  boolean hasClosed() {
    return !closed.isEmpty();
  }

  /** A transaction on the shard begins by this map. */
  void enter(int shard) {
    present.incrementAndGet(shard);
  }

  /** It is over. */
  void leave(int shard) {
    present.decrementAndGet(shard);
  }

  /** Whether a transaction that began by this map works on the shard. */
  boolean isUsed(int shard) {
    return present.get(shard) > 0;
  }

  /** Whether a transaction that began by this map works on any shard. */
  boolean isUsed() {
    return IntStream.range(0, present.length()).anyMatch(this::isUsed);
  }

  /** The shards that hold a closed slot. */
  int[] closedOn() {
    return closed.stream().map(this::shardOfSlot).distinct().toArray();
  }

  /** The slots that the later map has elsewhere. */
  List<SlotMoved> movedBy(SlotMap later) {
    List<SlotMoved> moved = new ArrayList<>();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (shards[slot] != later.shards[slot]) {
        moved.add(new SlotMoved(slot, shards[slot], later.shards[slot]));
      }
    }
    return moved;
  }

  /** The slots that were closed here and are open by the later map. */
  List<Integer> openedBy(SlotMap later) {
    BitSet opened = (BitSet) closed.clone();
    opened.andNot(later.closed);
    return opened.stream().boxed().toList();
  }

  /** The version that the directory has now. */
  static long version(Connection directory) throws SQLException {
    try (PreparedStatement select =
            directory.prepareStatement("select version from slot_map_version");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The map as the directory has it, filled at the first start. */
  static SlotMap read(Connection connection, int configured) throws SQLException {
    fill(connection, configured);
    // Read before the map: what changes in between is read again.
    long version = version(connection);
    int[] shards = new int[Slots.COUNT];
    BitSet closed = new BitSet(Slots.COUNT);
    Arrays.fill(shards, -1);
    try (PreparedStatement select =
            connection.prepareStatement("select slot, shard, closed from slot_map");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        shards[rows.getInt(1)] = rows.getInt(2);
        closed.set(rows.getInt(1), rows.getBoolean(3));
      }
    }
    int highest = Arrays.stream(shards).max().orElseThrow();
    if (highest >= configured) {
      throw new WrongSetting(
          "omgservers.shards",
          configured + " is too few, the directory holds slots on shard " + highest);
    }
    return new SlotMap(version, shards, closed, configured);
  }

  /** The first start spreads the slots evenly; two instances that start at once agree. */
  private static void fill(Connection connection, int shards) throws SQLException {
    String sql =
        """
        insert into slot_map (slot, shard)
        select slot, slot % ? from generate_series(0, ?) as slot
        where not exists (select 1 from slot_map)
        on conflict do nothing
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setInt(1, shards);
      insert.setInt(2, Slots.COUNT - 1);
      insert.executeUpdate();
    }
  }
}
