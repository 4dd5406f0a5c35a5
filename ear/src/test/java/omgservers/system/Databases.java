package omgservers.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import omgservers.launcher.Platform;

/** The databases of an installation, looked into from outside as another instance would. */
record Databases(Platform platform) {
  private static final String DIRECTORY = "omgservers_directory";

  /** What all databases of a server have in common lies there. */
  private static final String COMMON = "postgres";

  private static final String SHARD = "omgservers_shard_";

  /** A database that is frozen is not waited for. */
  private static final String PATIENCE = "?connectTimeout=10&loginTimeout=10&socketTimeout=60";

  private Connection connect(String name) throws SQLException {
    return connect(name, name);
  }

  /** The database of this name on the server that has the other one, too. */
  private Connection connect(String name, String beside) throws SQLException {
    int port = platform.databasePort(beside);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name + PATIENCE,
        "postgres",
        platform.secrets().get("database"));
  }

  /** How many shards there are. */
  int shards() {
    return platform.installation().shards();
  }

  /** A connection to the shard, for who asks often. */
  Connection shard(int shard) {
    try {
      return connect(SHARD + shard);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void change(String sql) {
    change(DIRECTORY, sql);
  }

  void changeShard(int shard, String sql) {
    change(SHARD + shard, sql);
  }

  private void change(String database, String sql) {
    change(database, database, sql);
  }

  private void change(String database, String beside, String sql) {
    try (Connection connection = connect(database, beside);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nobody gets into the database any more, and who was in it is thrown out. */
  void away(String database) {
    change(COMMON, database, "alter database " + database + " allow_connections false");
    text(
        COMMON,
        database,
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '"
            + database
            + "'");
  }

  void back(String database) {
    change(COMMON, database, "alter database " + database + " allow_connections true");
  }

  /** The PostgreSQL server of this number answers nothing from now on, and breaks nothing off. */
  void freeze(int server) {
    processes(server).forEach(each -> Cluster.signal("STOP", each.pid()));
  }

  void thaw(int server) {
    List<ProcessHandle> all = processes(server);
    Collections.reverse(all);
    all.forEach(each -> Cluster.signal("CONT", each.pid()));
  }

  /** The processes of a server; the one that all others come from is the first. */
  List<ProcessHandle> processes(int server) {
    Path data = platform.installation().data();
    String folder = server == 0 ? "postgresql" : "postgresql-" + server;
    try {
      String pid = Files.readAllLines(data.resolve(folder).resolve("postmaster.pid")).get(0);
      ProcessHandle first = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
      List<ProcessHandle> all = new ArrayList<>(List.of(first));
      first.descendants().forEach(all::add);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills a process of the database, which therefore throws everybody out and recovers. */
  void crash() {
    ProcessHandle.of(
            Long.parseLong(
                text(
                    SHARD + 0,
                    "select pid from pg_stat_activity where datname = 'omgservers_shard_0' and pid <> pg_backend_pid() limit 1")))
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
    for (int shard = 0; shard < shards(); shard++) {
      sum += Long.parseLong(text(SHARD + shard, sql));
    }
    return sum;
  }

  String textInShard(int shard, String sql) {
    return text(SHARD + shard, sql);
  }

  /** What the directory tells, a line for each row. */
  List<String> lines(String sql) {
    return lines(DIRECTORY, sql);
  }

  /** What all shards tell, a line for each row. */
  List<String> linesInShards(String sql) {
    return IntStream.range(0, shards())
        .mapToObj(shard -> linesInShard(shard, sql))
        .flatMap(List::stream)
        .toList();
  }

  List<String> linesInShard(int shard, String sql) {
    return lines(SHARD + shard, sql);
  }

  private List<String> lines(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(String database, String sql) {
    return text(database, database, sql);
  }

  private String text(String database, String beside, String sql) {
    try (Connection connection = connect(database, beside);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
