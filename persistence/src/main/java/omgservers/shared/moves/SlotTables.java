package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All tables of a shard: those whose rows belong to a slot, each with the column whose id carries
 * it, and those that belong to the shard itself. A migration that adds a table adds it here, too.
 */
final class SlotTables {
  /** Rows below others carry the slot of the uppermost: what lies together moves together. */
  private static final Map<String, String> BY_ID = new LinkedHashMap<>();

  static {
    id("tenant", "id");
    id("project", "tenant_id");
    id("stage", "tenant_id");
    id("scoped_alias", "tenant_id");
    id("permission", "tenant_id");
    id("version", "tenant_id");
    id("image", "tenant_id");
    id("image_quota", "tenant_id");
    id("pushed_image", "tenant_id");
    id("image_layer", "tenant_id");
    id("arriving_layer", "tenant_id");
    id("image_tag", "tenant_id");
    id("following", "tenant_id");
    id("build_job", "tenant_id");
    id("build_source_part", "build_id");
    id("build_log_chunk", "build_id");
    id("deployment", "id");
    id("lobby", "deployment_id");
    id("lobby_seat", "deployment_id");
    id("account", "id");
    id("api_key", "user_id");
    id("player", "user_id");
    id("client", "user_id");
    id("runtime", "id");
    id("assignment", "runtime_id");
    id("runtime_log", "id");
    id("runtime_log_chunk", "runtime_id");
    id("matchmaker", "id");
    id("ticket", "matchmaker_id");
    id("match", "matchmaker_id");
    id("seat", "match_id");
    id("encounter", "matchmaker_id");
    id("ticket_recording", "matchmaker_id");
    id("recorded_ticket", "matchmaker_id");
    id("message", "owner_id");
    id("taken", "owner_id");
  }

  /** What was received is remembered where its receiver is. */
  private static final String INBOX = "inbox";

  /**
   * Tables that stay, and why that is right.
   *
   * <ul>
   *   <li><code>outbox</code>: its order is that of the shard; what waits when a slot leaves goes
   *       along as a copy, and whoever receives it twice knows.
   *   <li><code>audit</code>: append-only, and read on all shards.
   *   <li><code>version_use</code>: each shard's share of a sum over all.
   *   <li><code>fence</code>: of the lease on the shard.
   * </ul>
   */
  static final Set<String> STAYING =
      Set.of(
          "outbox",
          "audit",
          "version_use",
          "fence",
          "slot_watch",
          "slot_change",
          "slot_arrival",
          "flyway_schema_history");

  private SlotTables() {}

  private static void id(String table, String column) {
    BY_ID.put(table, column);
  }

  /** For each table that moves the expression that gives the slot of a row, written %s. */
  static Map<String, String> slots() {
    Map<String, String> slots = new LinkedHashMap<>();
    BY_ID.forEach(
        (table, column) -> slots.put(table, "(((%s.\"" + column + "\" >> 12) & 1023)::int)"));
    slots.put(INBOX, "(%s.slot)");
    return slots;
  }

  /** The column that carries the id, for tables whose slot is that of an id. */
  static Map<String, String> idColumns() {
    return Map.copyOf(BY_ID);
  }

  /** The tables that move, those above others first, as the catalogue describes them. */
  static List<SlotTable> read(Connection connection) throws SQLException {
    List<SlotTable> tables = new ArrayList<>();
    for (Map.Entry<String, String> each : slots().entrySet()) {
      tables.add(
          new SlotTable(
              each.getKey(),
              each.getValue(),
              columns(connection, each.getKey()),
              key(connection, each.getKey())));
    }
    return tables;
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    String sql =
        """
        select attname from pg_attribute where attrelid = cast(? as regclass)
          and attnum > 0 and not attisdropped order by attname
        """;
    List<String> columns = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, "public." + table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  private static List<SlotTable.Column> key(Connection connection, String table)
      throws SQLException {
    String sql =
        """
        select a.attname, format_type(a.atttypid, a.atttypmod)
        from pg_index i cross join unnest(i.indkey) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = cast(? as regclass) and i.indisprimary order by k.place
        """;
    List<SlotTable.Column> key = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, "public." + table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          key.add(new SlotTable.Column(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return key;
  }
}
