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

  /**
   * What a call leaves that was under way when the last of the stage went: a user who became a
   * player with a client, and the letter that asks the deployment for a lobby.
   */
  static void joinLate(Platform platform, String user, String stage, String deployment) {
    long id = Long.parseLong(user);
    for (String database : databases(platform)) {
      try (Connection connection = connect(platform, database);
          Statement statement = connection.createStatement()) {
        if (!database.contains("shard")
            || number(connection, "select count(*) from account where id = " + id) == 0) {
          continue;
        }
        connection.setAutoCommit(false);
        statement.execute(
            "insert into player (id, user_id, stage_id, profile, created, lock_version)"
                + " values (%d, %d, %s, '{}', now(), 0)".formatted(id + 1, id, stage));
        statement.execute(
            """
            insert into client (id, user_id, player_id, tenant_id, stage_id, deployment_id,
                matchmaker_id, state, created, seen, lock_version)
            values (%d, %d, %d, %s, %s, %s, %s, 'SEEKING', now(), now(), 0)
            """
                .formatted(id + 2, id, id + 1, stage, stage, deployment, deployment));
        statement.execute(
            """
            insert into outbox (id, receiver, kind, body, due_at)
            values (gen_random_uuid(), %s, 'deployment.DeploymentMail$LobbyWanted',
                '{"receiver":%s,"client":%d}', now())
            """
                .formatted(deployment, deployment, id + 2));
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
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
