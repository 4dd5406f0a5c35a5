package omgservers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omgservers.launcher.Platform;

/** How many rows every table of every database of an installation has. */
final class Rows {
  /** What is kept on purpose, or goes by its age and not with what it is about. */
  private static final Set<String> APART =
      Set.of("audit", "inbox", "outbox", "revocation", "instance", "flyway_schema_history");

  private Rows() {}

  static Map<String, Long> count(Platform platform) {
    Map<String, Long> counts = new TreeMap<>();
    for (String database : databases(platform)) {
      try (Connection connection = connect(platform, database)) {
        for (String table : tables(connection)) {
          if (!APART.contains(table)) {
            counts.put(database + "." + table, number(connection, "select count(*) from " + table));
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return counts;
  }

  /** What the audit of all shards says of a tenant: "operation entity actor", oldest first. */
  static List<String> audit(Platform platform, String tenant) {
    List<String> lines = new ArrayList<>();
    for (String database : databases(platform)) {
      try (Connection connection = connect(platform, database)) {
        lines.addAll(
            strings(
                connection,
                "select operation || ' ' || entity_id || ' ' || actor_id from audit"
                    + " where tenant_id = "
                    + Long.parseLong(tenant)
                    + " order by id"));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return lines;
  }

  private static List<String> databases(Platform platform) {
    try (Connection connection = connect(platform, "postgres")) {
      return strings(
          connection, "select datname from pg_database where datname like 'omgservers%'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    return strings(
        connection, "select table_name from information_schema.tables where table_schema='public'");
  }

  private static Connection connect(Platform platform, String database) throws SQLException {
    Path file = platform.installation().data().resolve("postgresql/postmaster.pid");
    try {
      String port = Files.readAllLines(file).get(3).strip();
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
          "postgres",
          platform.secrets().get("database"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static long number(Connection connection, String query) throws SQLException {
    return Long.parseLong(strings(connection, query).get(0));
  }
}
