package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Slots;
import omgservers.shared.sharding.TestShards;

/**
 * Rows in every table that moves, made from the catalogue: all ids of a group of rows are one id,
 * so that each row has what it refers to.
 */
final class Cargo {
  private final TestShards shards;

  Cargo(TestShards shards) {
    this.shards = shards;
  }

  /** One row in each table, where the id lies. */
  void put(long id) throws SQLException {
    try (Connection connection = shards.connection(shards.shardOf(id))) {
      put(connection, id);
    }
  }

  static void put(Connection connection, long id) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          for (SlotTable table : SlotTables.read(connection)) {
            insert(connection, table, id);
          }
        });
  }

  private static void insert(Connection connection, SlotTable table, long id) throws SQLException {
    Map<String, String> types = types(connection, table);
    String values =
        types.values().stream().map(type -> value(type, id)).collect(Collectors.joining(", "));
    String names =
        types.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into %s (%s) values (%s)".formatted(table.live(), names, values));
    }
  }

  private static Map<String, String> types(Connection connection, SlotTable table)
      throws SQLException {
    Map<String, String> types = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select column_name, data_type from information_schema.columns"
                + " where table_schema = 'public' and table_name = ?")) {
      select.setString(1, table.name());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          types.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    if (types.containsKey("slot")) {
      types.put("slot", "slot");
    }
    return types;
  }

  private static String value(String type, long id) {
    return switch (type) {
      case "bigint" -> Long.toString(id);
      case "slot" -> Integer.toString(Slots.of(id));
      case "integer" -> "7";
      case "text" -> "'text äöü of " + id + "'";
      case "uuid" -> "'" + new UUID(id, id) + "'";
      case "boolean" -> "true";
      case "bytea" -> "'\\x00ff" + Long.toHexString(id | 1L << 60) + "'";
      case "timestamp with time zone" -> "timestamptz '2026-01-01 00:00:00.123456+00'";
      default -> throw new IllegalStateException("no value for " + type);
    };
  }

  /** All rows of the slot on the shard, by table. */
  Map<String, List<String>> rows(int shard, int slot) throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection connection = shards.connection(shard);
        Statement statement = connection.createStatement()) {
      for (SlotTable table : SlotTables.read(connection)) {
        List<String> lines = new ArrayList<>();
        try (ResultSet found =
            statement.executeQuery(
                "select cast(row(%s) as text) as line from %s t where %s = %d order by 1"
                    .formatted(table.names(), table.live(), table.slotOf("t"), slot))) {
          while (found.next()) {
            lines.add(found.getString(1));
          }
        }
        if (!lines.isEmpty()) {
          rows.put(table.name(), lines);
        }
      }
    }
    return rows;
  }
}
