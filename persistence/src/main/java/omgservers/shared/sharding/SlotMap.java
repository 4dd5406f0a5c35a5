package omgservers.shared.sharding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import omgservers.shared.platform.WrongSetting;

/** Which shard holds which slot, as the directory says. */
final class SlotMap {
  private final int[] shards;

  private SlotMap(int[] shards) {
    this.shards = shards;
  }

  /** The shard that holds the slot of the id. */
  int shardOf(long id) {
    return shardOfSlot(Slots.of(id));
  }

  /** The shard that holds the slot. */
  int shardOfSlot(int slot) {
    return shards[slot];
  }

  /** The map as the directory has it, filled at the first start. */
  static SlotMap read(DataSource directory, int configured) throws SQLException {
    try (Connection connection = directory.getConnection()) {
      fill(connection, configured);
      int[] shards = new int[Slots.COUNT];
      Arrays.fill(shards, -1);
      try (PreparedStatement select =
              connection.prepareStatement("select slot, shard from slot_map");
          ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          shards[rows.getInt(1)] = rows.getInt(2);
        }
      }
      int highest = Arrays.stream(shards).max().orElseThrow();
      if (highest >= configured) {
        throw new WrongSetting(
            "omgservers.shards",
            configured + " is too few, the directory holds slots on shard " + highest);
      }
      return new SlotMap(shards);
    }
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
