package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VigilTest {
  private static final String NAME = "shard 1";

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final Outages outages = new Outages(nanos::get);
  private StalledRelay relay;
  private Vigil vigil;

  @BeforeEach
  void begin() throws IOException {
    DataSource direct = TestShards.get().source("jdbc/omgservers/shard1");
    relay = new StalledRelay(direct);
    vigil = new Vigil(NAME, counted(relay.through(direct)), outages, Duration.ofSeconds(3)).begin();
  }

  @AfterEach
  void end() throws IOException {
    vigil.close();
    relay.close();
  }

  /** The database, where it is known how many connections were asked for. */
  private DataSource counted(DataSource database) {
    return (DataSource)
        Proxy.newProxyInstance(
            VigilTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              connections.incrementAndGet();
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void sendsEverybodyAwayUntilASilentDatabaseAnswers() throws InterruptedException {
    relay.stall(true);
    await(() -> outages.isKnown(NAME));
    // Nobody tries, however long it takes, and who had a connection before it fell silent tells
    // nothing.
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThatThrownBy(() -> outages.require(NAME)).isInstanceOf(Refusal.class);
    outages.ended(NAME);
    assertThat(outages.isKnown(NAME)).isTrue();
    outages.require("shard 0");
    relay.stall(false);
    await(() -> !outages.isKnown(NAME));
    outages.require(NAME);
  }

  @Test
  void findsOutThatADatabaseIsBackWhichACallerMissed() throws InterruptedException {
    outages.began(NAME, new IllegalStateException("no connection"));
    await(() -> !outages.isKnown(NAME));
  }

  /** Whoever comes meanwhile is not sent away. */
  @Test
  void takesNoCutConnectionForASilentDatabase() throws IOException, InterruptedException {
    outages.began(NAME, new IllegalStateException("until the first answer"));
    await(() -> !outages.isKnown(NAME));
    relay.cut();
    while (connections.get() < 2) {
      assertThat(outages.isKnown(NAME)).isFalse();
      Thread.sleep(5);
    }
    assertThat(outages.isKnown(NAME)).isFalse();
  }
}
