package omgservers.shared.sharding;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;

/** One directory and two shards on a real PostgreSQL with the real migrations. */
public final class TestShards extends Shards {
  private static TestShards instance;

  private final EmbeddedPostgres postgres;
  private final TestTransactions transactions = new TestTransactions();
  private final Map<String, DataSource> sources = new ConcurrentHashMap<>();
  private final Ids ids = new Ids(new Time(Clock.systemUTC()), this);
  private final Holdings holdings = new Holdings();
  private final String prefix;

  private TestShards(EmbeddedPostgres postgres, String prefix) {
    super(new Settings());
    this.postgres = postgres;
    this.prefix = prefix;
    ids.use(0);
    holdings.hold(0, 0);
    holdings.hold(1, 0);
  }

  /** Databases of one's own, whose names begin with this, on the same PostgreSQL. */
  public static TestShards own(String prefix) {
    TestShards own = new TestShards(get().postgres, prefix);
    own.open();
    return own;
  }

  /** The databases that all tests of a run share. */
  public static synchronized TestShards get() {
    if (instance == null) {
      try {
        instance = new TestShards(EmbeddedPostgres.start(), "");
        instance.open();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return instance;
  }

  /** All shards, held as by the only instance since the beginning. */
  public Holdings holdings() {
    return holdings;
  }

  /** Ids as the server makes them. */
  public Ids ids() {
    return ids;
  }

  /** Does this in one transaction. */
  public <T> T inTransaction(Supplier<T> work) {
    transactions.begin();
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      transactions.end(done);
    }
  }

  /** Does this in one transaction. */
  public void transaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return null;
        });
  }

  /** An id that lies on the shard. */
  public long idOn(int shard) {
    long id = ids.anywhere();
    while (shardOf(id) != shard) {
      id = ids.anywhere();
    }
    return id;
  }

  /** One of the databases, outside of any transaction. */
  public DataSource first() {
    return source("jdbc/omgservers/shard0");
  }

  @Override
  TransactionSynchronizationRegistry transactions() {
    return transactions;
  }

  @Override
  DataSource source(String name) {
    return sources.computeIfAbsent(name, this::database);
  }

  private DataSource database(String name) {
    String database = prefix + name.replaceAll("[^a-z0-9]", "_");
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
      return postgres.getDatabase("postgres", database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  EntityManagerFactory factory(String unit, String source) {
    return Persistence.createEntityManagerFactory(
        unit,
        Map.of(
            "jakarta.persistence.transactionType",
            "RESOURCE_LOCAL",
            "jakarta.persistence.nonJtaDataSource",
            source(source),
            "eclipselink.session-name",
            unit + " " + prefix + source));
  }

  @Override
  void join(EntityManager entityManager) {
    transactions.join(entityManager);
  }
}
