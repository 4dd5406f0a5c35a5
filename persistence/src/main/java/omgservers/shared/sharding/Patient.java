package omgservers.shared.sharding;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections for statements that may take long, as those of a migration or of a slot that moves:
 * pools give up on a database that answers nothing for seconds. They go back as they came.
 */
final class Patient {
  /** A statement has so long to answer, or to make one step of its answer. */
  static final Duration ANSWER_MAX = Duration.ofMinutes(10);

  private Patient() {}

  /** The same database, over patient connections. */
  static DataSource source(DataSource source) {
    return (DataSource)
        Proxy.newProxyInstance(
            Patient.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = call(() -> method.invoke(source, arguments));
              return result instanceof Connection connection ? of(connection) : result;
            });
  }

  /** The connection, which is patient until it is closed. */
  static Connection of(Connection connection) throws SQLException {
    int usual = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
    return (Connection)
        Proxy.newProxyInstance(
            Patient.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close") && !connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, usual);
              }
              return call(() -> method.invoke(connection, arguments));
            });
  }

  /** A call that was looked up by its name. */
  private interface Call {
    Object make() throws ReflectiveOperationException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.make();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
