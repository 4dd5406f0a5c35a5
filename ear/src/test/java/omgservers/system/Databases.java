package omgservers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import omgservers.launcher.Platform;

/** The databases of an installation, looked into from outside as another instance would. */
record Databases(Platform platform) {
  private static final int PORT_LINE = 3;
  private static final int SHARDS = 2;
  private static final String DIRECTORY = "omgservers_directory";

  private Connection connect(String name) throws SQLException, IOException {
    Path pid = platform.installation().data().resolve("postgresql/postmaster.pid");
    String port = Files.readAllLines(pid).get(PORT_LINE);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name,
        "postgres",
        platform.secrets().get("database"));
  }

  /** A connection to the shard, for who asks often. */
  Connection shard(int shard) {
    try {
      return connect("omgservers_shard_" + shard);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void change(String sql) {
    change(DIRECTORY, sql);
  }

  void changeShard(int shard, String sql) {
    change("omgservers_shard_" + shard, sql);
  }

  private void change(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody gets into the database any more, and who was in it is thrown out. */
  void away(String database) {
    change("postgres", "alter database " + database + " allow_connections false");
    text(
        "postgres",
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '"
            + database
            + "'");
  }

  void back(String database) {
    change("postgres", "alter database " + database + " allow_connections true");
  }

  /** Kills a process of the database, which therefore throws everybody out and recovers. */
  void crash() {
    ProcessHandle.of(
            Long.parseLong(
                text(
                    "postgres",
                    "select pid from pg_stat_activity where datname = 'omgservers_shard_0' limit 1")))
        .orElseThrow()
        .destroyForcibly();
  }

  /** Whether the shard has a row of this id. */
  boolean holds(int shard, String table, String id) {
    return !textInShard(shard, "select count(*) from " + table + " where id = " + id).equals("0");
  }

  String text(String sql) {
    return text(DIRECTORY, sql);
  }

  /** The sum of what the shards count. */
  long countInShards(String sql) {
    long sum = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      sum += Long.parseLong(text("omgservers_shard_" + shard, sql));
    }
    return sum;
  }

  String textInShard(int shard, String sql) {
    return text("omgservers_shard_" + shard, sql);
  }

  private String text(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
