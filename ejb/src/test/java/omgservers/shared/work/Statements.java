package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A use case in small: a CDI bean whose methods are transactions. */
@ApplicationScoped
@Transactional
public class Statements {
  /** Whether the connection that a statement would use takes part in the transaction. */
  public boolean takePart() {
    try (Connection connection = source().getConnection()) {
      return !connection.getAutoCommit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static volatile DataSource source;

  static void use(DataSource found) {
    source = found;
  }

  private static DataSource source() {
    return source;
  }
}
