package omgservers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import omgservers.launcher.Platform;

/** The database of a shard, as another instance of the server would write to it. */
record Shard(Connection connection) implements AutoCloseable {
  private static final int PORT_LINE = 3;
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  /** The shard that holds the client. */
  static Shard of(long client) throws SQLException, IOException {
    return of(TestPlatform.get(), client);
  }

  /** The shard of the platform that holds the client. */
  static Shard of(Platform platform, long client) throws SQLException, IOException {
    for (int number = 0; number < 2; number++) {
      Shard shard = new Shard(connect(platform, "omgservers_shard_" + number));
      if (shard.holds(client)) {
        return shard;
      }
      shard.close();
    }
    throw new AssertionError("no shard has client " + client);
  }

  private static Connection connect(Platform platform, String database)
      throws SQLException, IOException {
    Path file = platform.installation().data().resolve("postgresql/postmaster.pid");
    String port = Files.readAllLines(file).get(PORT_LINE);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        "postgres",
        platform.secrets().get("database"));
  }

  private boolean holds(long client) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from client where id = ?")) {
      select.setLong(1, client);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The number that the query finds. */
  long count(String query) {
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An id in the slot of the given one, as the last of the possible instances would make it. */
  static long idOfAnotherInstance(long beside) {
    long slot = (beside >>> 12) & 1023;
    return ((System.currentTimeMillis() - EPOCH) << 22) | (slot << 12) | (63L << 6);
  }

  void write(String statement, Object... values) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
