package omgservers.shared.moves;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;

/** Statements over a connection of one's own. */
final class Sql {
  private Sql() {}

  /** Work that may fail at the database. */
  interface Work {
    /** Does it. */
    void run() throws SQLException;
  }

  /** Does the work in one transaction. */
  static void transaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      work.run();
      connection.commit();
      done = true;
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** Does the work in one transaction that sees the database as it is when it begins. */
  static void snapshot(Connection connection, Work work) throws SQLException {
    transaction(
        connection,
        () -> {
          try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
          }
          work.run();
        });
  }

  /** Tries the work again after a pause while it fails in this way, so many times at most. */
  static void retry(int tries, Duration pause, Predicate<SQLException> again, Work work)
      throws SQLException {
    for (int left = tries; ; left--) {
      try {
        work.run();
        return;
      } catch (SQLException e) {
        if (left <= 1 || !again.test(e)) {
          throw e;
        }
        sleep(pause);
      }
    }
  }

  /** Sleeps; an interruption is kept for whoever looks at it. */
  static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Array ints(Connection connection, Collection<Integer> numbers) throws SQLException {
    return connection.createArrayOf("int4", numbers.toArray(new Integer[0]));
  }
}
