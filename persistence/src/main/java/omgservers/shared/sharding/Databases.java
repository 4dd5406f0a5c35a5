package omgservers.shared.sharding;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
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

  /** The persistence units of one kind, on this data source or the one of this name. */
  static EntityManagerFactory factory(String unit, String name, Object source, String server) {
    return Persistence.createEntityManagerFactory(
        unit,
        Map.of(
            "jakarta.persistence.jtaDataSource",
            source,
            "eclipselink.target-server",
            server,
            "eclipselink.session-name",
            unit + " " + name));
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
