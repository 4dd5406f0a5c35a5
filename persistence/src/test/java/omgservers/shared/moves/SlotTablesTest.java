package omgservers.shared.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class SlotTablesTest {
  private final TestShards shards = TestShards.get();

  private List<String> query(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = shards.connection(0);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void everyTableOfAShardEitherMovesOrIsSaidToStay() throws SQLException {
    Set<String> known = new TreeSet<>(SlotTables.slots().keySet());
    known.addAll(SlotTables.STAYING);
    assertThat(
            query("select table_name from information_schema.tables where table_schema = 'public'"))
        .as("a table that a migration added belongs into SlotTables")
        .isSubsetOf(known);
  }

  @Test
  void whatMovesHasAKeyAndItsSlotInAnIdThatIsAlwaysThere() throws SQLException {
    try (Connection connection = shards.connection(0)) {
      for (SlotTable table : SlotTables.read(connection)) {
        assertThat(table.key()).as(table.name()).isNotEmpty();
      }
    }
    List<String> columns =
        query(
            "select table_name || '.' || column_name from information_schema.columns"
                + " where table_schema = 'public' and data_type = 'bigint' and is_nullable = 'NO'");
    SlotTables.idColumns()
        .forEach((table, column) -> assertThat(columns).contains(table + "." + column));
  }

  @Test
  void whatARowRefersToMovesWithIt() throws SQLException {
    List<String> references =
        query(
            "select conrelid::regclass::text || ' ' || confrelid::regclass::text || ' '"
                + " || condeferrable from pg_constraint where contype = 'f'"
                + " and connamespace = 'public'::regnamespace");
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      String[] parts = reference.split(" ", -1);
      assertThat(SlotTables.slots()).containsKeys(parts[0], parts[1]);
      assertThat(parts[2]).as(reference).isEqualTo("true");
    }
  }
}
