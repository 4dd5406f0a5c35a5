package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private final TestShards shards = TestShards.get();
  private final Units units = new Units(new Outages(System::nanoTime));
  private final AtomicBoolean away = new AtomicBoolean(true);

  /** The database, which nobody reaches while it is away. */
  private DataSource reachedSometimes(DataSource database) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away.get() && method.getName().equals("getConnection")) {
                throw new SQLException("Connection refused");
              }
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private EntityManagerFactory unit(int shard) {
    return shards.factory("shard", "jdbc/omgservers/shard" + shard);
  }

  @Test
  void opensADatabaseAsSoonAsItIsReached() {
    units.add(shards.source("jdbc/omgservers/shard0"));
    units.add(reachedSometimes(shards.source("jdbc/omgservers/shard1")));
    units.openMissing(this::unit);
    assertThat(units.count()).isEqualTo(2);
    assertThat(units.of(0)).isNotNull();
    assertThatThrownBy(() -> units.of(1))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE))
        .hasMessageContaining("shard 1");
    away.set(false);
    EntityManagerFactory first = units.of(0);
    units.openMissing(this::unit);
    assertThat(units.of(1)).isNotNull();
    assertThat(units.of(0)).isSameAs(first);
  }
}
