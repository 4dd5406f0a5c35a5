package omgservers.shared.sharding;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** What is done with a database as such: found by name, migrated, looked at. */
final class Databases {
  static final int VALIDITY_SECONDS = 2;

  private Databases() {}

  /** A server that keeps the connection out of the transaction would commit halves of it. */
  static void requireInTransaction(Connection connection, String name) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException("The connection to " + name + " is in no transaction.");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The connection to " + name + " does not answer.", e);
    }
  }

  /** Brings the schema of the database up to date. */
  static void migrate(DataSource source, String kind) {
    Flyway.configure(Shards.class.getClassLoader())
        .dataSource(Patient.source(source))
        .locations("classpath:db/" + kind)
        .load()
        .migrate();
  }

  /** Names come from the operator's configuration or are ours, never from a request. */
  @SuppressWarnings({"BanJNDI", "TypeParameterUnusedInFormals"})
  static <T> T lookUp(String name) {
    try {
      return InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new IllegalStateException("There is no " + name, e);
    }
  }
}
