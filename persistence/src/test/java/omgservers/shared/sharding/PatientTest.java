package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PatientTest {
  private static final int MILLIS = 500;

  private final DataSource database = TestShards.get().source("jdbc/omgservers/shard0");

  /** As pools do, whose connections are not closed. */
  private static Connection pooled(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            PatientTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
  }

  private static void askLong(Connection connection, int seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_sleep(" + seconds + ")");
    }
  }

  @Test
  void waitsLongerThanThePoolDoesAndGoesBackAsItCame() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, MILLIS);
      try (Connection patient = Patient.of(pooled(connection))) {
        askLong(patient, 1);
      }
      assertThat(connection.getNetworkTimeout()).isEqualTo(MILLIS);
      assertThatThrownBy(() -> askLong(connection, 60))
          .satisfies(fault -> assertThat(Outages.caused(fault)).isTrue());
    }
  }

  @Test
  void saysWhatTheDatabaseSays() throws SQLException {
    try (Connection patient = Patient.source(database).getConnection();
        Statement statement = patient.createStatement()) {
      assertThat(patient.getNetworkTimeout()).isEqualTo((int) Patient.ANSWER_MAX.toMillis());
      assertThatThrownBy(() -> statement.execute("select nothing"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nothing");
    }
  }
}
