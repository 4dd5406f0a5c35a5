package omgservers.shared.sharding;

import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/**
 * The persistence units of the shards. One is open when its database was reached once and has the
 * schema of this version; until then the others do without it.
 */
final class Units {
  private final Outages outages;
  private final List<DataSource> sources = new ArrayList<>();
  private final Map<Integer, EntityManagerFactory> open = new ConcurrentHashMap<>();
  private final List<Vigil> vigils = new ArrayList<>();

  /** Units of databases whose outages are noted here. */
  Units(Outages outages) {
    this.outages = outages;
  }

  /** What a shard is called. */
  static String name(int shard) {
    return "shard " + shard;
  }

  /** The next shard lies in this database. */
  void add(DataSource source) {
    sources.add(source);
  }

  /** How many shards there are. */
  int count() {
    return sources.size();
  }

  /** The database of the shard. */
  DataSource source(int shard) {
    return sources.get(shard);
  }

  /** The unit of the shard; refused while its database was never reached. */
  EntityManagerFactory of(int shard) {
    EntityManagerFactory unit = open.get(shard);
    if (unit == null) {
      throw Outages.refusal(name(shard));
    }
    return unit;
  }

  /** Whether the shard is open, and answered when it was last asked. */
  boolean isReachable(int shard) {
    return open.containsKey(shard) && !outages.isKnown(name(shard));
  }

  /** What is wrong with the shards now. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (int shard = 0; shard < sources.size(); shard++) {
      if (!isReachable(shard)) {
        faults.add(name(shard) + " cannot be reached");
      }
    }
    return faults;
  }

  /** Notices from now on when a shard says nothing for so long. */
  void keepVigil(Duration silence) {
    for (int shard = 0; shard < sources.size(); shard++) {
      vigils.add(new Vigil(name(shard), sources.get(shard), outages, silence).begin());
    }
  }

  /** Migrates the databases that are reached for the first time, and makes their units. */
  void openMissing(IntFunction<EntityManagerFactory> maker) {
    for (int shard = 0; shard < sources.size(); shard++) {
      if (!open.containsKey(shard)) {
        open(shard, maker);
      }
    }
  }

  private void open(int shard, IntFunction<EntityManagerFactory> maker) {
    DataSource source = sources.get(shard);
    try (Connection connection = source.getConnection()) {
      requireAnswer(connection);
    } catch (SQLException e) {
      outages.began(name(shard), e);
      return;
    }
    try {
      Databases.migrate(source, "shard");
    } catch (RuntimeException e) {
      if (!Outages.caused(e)) {
        throw e;
      }
      outages.began(name(shard), e);
      return;
    }
    open.put(shard, maker.apply(shard));
    outages.ended(name(shard));
  }

  private static void requireAnswer(Connection connection) throws SQLException {
    if (!connection.isValid(Databases.VALIDITY_SECONDS)) {
      throw new SQLException("it does not answer");
    }
  }

  void close() {
    vigils.forEach(Vigil::close);
    open.values().forEach(EntityManagerFactory::close);
  }
}
