package omgservers.shared.sharding;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.WrongSetting;
import omgservers.shared.tracing.TracedSource;

/**
 * The only holder of persistence contexts. A transaction works on exactly one database, the
 * directory or one shard; asking for another is refused and rolls everything back.
 */
@ApplicationScoped
public class Shards implements MultiCollector {
  private static final String DIRECTORY = "the directory";
  private static final String HELD = Shards.class.getName() + ".held";
  private static final String GATHERED = Shards.class.getName() + ".gathered";

  private final Settings settings;
  private EntityManagerFactory directoryFactory;
  private DataSource directorySource;
  private Vigil vigil;
  private final Outages outages = new Outages(System::nanoTime);
  private final Units units = new Units(outages);
  private final Routes routes = new Routes(System::nanoTime);
  private final DatabaseFigures figures = new DatabaseFigures();
  private TransactionSynchronizationRegistry transactions;

  /** Shards as the settings say. */
  @Inject
  public Shards(Settings settings) {
    this.settings = settings;
  }

  protected Shards() {
    this(null);
  }

  /** What the present transaction works on. */
  private record Held(String name, EntityManager entityManager, SlotMap map) {}

  /**
   * Migrates all databases and opens them; called once, by a component that may look up names,
   * before anything else works. Shards that cannot be reached now are opened when they can.
   */
  public void open() {
    int count = settings.shards();
    transactions = transactions();
    directorySource = source(settings.directoryDataSource());
    Databases.migrate(directorySource, "directory");
    for (int shard = 0; shard < count; shard++) {
      units.add(source(settings.shardDataSource(shard)));
    }
    openMissing();
    follow();
    directoryFactory = factory("directory", settings.directoryDataSource());
    Duration silence = settings.databaseSilence();
    vigil = new Vigil(DIRECTORY, directorySource, outages, silence).begin();
    units.keepVigil(silence);
  }

  /** Migrates and opens the shards that could not be reached until now. */
  public void openMissing() {
    units.openMissing(shard -> factory("shard", settings.shardDataSource(shard)));
  }

  /** How many shards there are. */
  public int count() {
    return units.count();
  }

  /** The shard that holds the id's slot. */
  public int shardOf(long id) {
    return routes.map().shardOf(id);
  }

  /** Whether the shard holds the id's slot now, and the slot is not being switched to another. */
  public boolean isOn(int shard, long id) {
    SlotMap map = routes.map();
    int slot = Slots.of(id);
    return map.shardOfSlot(slot) == shard && !map.isClosed(slot);
  }

  /**
   * Whether what may lie anywhere should lie in the slot: its shard could be reached when it was
   * last tried, and it is not being switched to another.
   */
  public boolean takesMore(int slot) {
    SlotMap map = routes.map();
    return !map.isClosed(slot) && units.isReachable(map.shardOfSlot(slot));
  }

  /**
   * The persistence context of the shard that holds the id, for the present transaction. While the
   * slot is being switched to another shard, a transaction that holds nothing yet waits for that.
   */
  public EntityManager of(long id) {
    int slot = Slots.of(id);
    Held held = (Held) transactions.getResource(HELD);
    if (held == null) {
      SlotMap map = routes.enter(slot, settings.slotPatience());
      int shard = map.shardOfSlot(slot);
      return begun(Units.name(shard), () -> units.of(shard), map, shard);
    }
    if (held.map == null) {
      return shard(shardOf(id));
    }
    if (held.map.isClosed(slot)) {
      transactions.setRollbackOnly();
      throw Routes.closed();
    }
    // What a transaction began by holds until its end.
    return shard(held.map.shardOfSlot(slot));
  }

  /** The persistence context of the shard, for the present transaction. */
  public EntityManager shard(int shard) {
    Held held = (Held) transactions.getResource(HELD);
    return held == null
        ? begun(Units.name(shard), () -> units.of(shard), routes.enterShard(shard), shard)
        : held(held, Units.name(shard));
  }

  /** The persistence context of the directory, for the present transaction. */
  public EntityManager directory() {
    Held held = (Held) transactions.getResource(HELD);
    return held == null ? begun(DIRECTORY, () -> directoryFactory, null, 0) : held(held, DIRECTORY);
  }

  /** The row of this id, if it exists. */
  public <T> Optional<T> find(Class<T> type, long id) {
    return Optional.ofNullable(of(id).find(type, id));
  }

  /** The row of this id, if it lies where the other id does; ids of other places name nothing. */
  public <T> Optional<T> findBeside(Class<T> type, long root, long id) {
    return Optional.ofNullable(of(root).find(type, id));
  }

  /**
   * The row of this id, locked against other transactions until this one ends, if it exists;
   * without a statement where the present transaction has locked it before.
   */
  public <T> Optional<T> lock(Class<T> type, long id) {
    if (gathered().isLocked(type, id)) {
      return find(type, id);
    }
    Optional<T> found = Optional.ofNullable(of(id).find(type, id, LockModeType.PESSIMISTIC_WRITE));
    found.ifPresent(row -> gathered().locked(type, id));
    return found;
  }

  /**
   * Locks the rows that this query finds, which have these ids, and keeps them for those who ask.
   */
  public <T> void lockAll(Class<T> type, TypedQuery<T> query, Collection<Long> ids) {
    if (!query.setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList().isEmpty()) {
      ids.forEach(id -> gathered().locked(type, id));
    }
  }

  /**
   * A statement that only adds rows and reads none that the transaction's objects stand for, so the
   * provider need not compare all of these with their rows first.
   */
  public static Query adding(EntityManager entityManager, String statement) {
    return entityManager.createNativeQuery(statement).setFlushMode(FlushModeType.COMMIT);
  }

  /** What the present transaction has in hand. */
  public Gathered gathered() {
    Gathered gathered = (Gathered) transactions.getResource(GATHERED);
    if (gathered == null) {
      gathered = new Gathered();
      transactions.putResource(GATHERED, gathered);
    }
    return gathered;
  }

  /** The shard that the present transaction works on, or -1 while it has none. */
  public int current() {
    Held held = (Held) transactions.getResource(HELD);
    return held == null || !held.name.startsWith("shard ")
        ? -1
        : Integer.parseInt(held.name.substring("shard ".length()));
  }

  /** The persistence context that the present transaction works on already. */
  public EntityManager present() {
    Held held = (Held) transactions.getResource(HELD);
    if (held == null) {
      throw new IllegalStateException("the transaction works on no database yet");
    }
    return held.entityManager;
  }

  /** Runs the action when the present transaction has committed, and not at all otherwise. */
  public void afterCommit(Runnable action) {
    transactions.registerInterposedSynchronization(
        new Completion(
            committed -> {
              if (committed) {
                action.run();
              }
            }));
  }

  /** What is wrong with the databases now; empty when all can be reached and are migrated. */
  public List<String> faults() {
    if (routes.map() == null) {
      return List.of("not started");
    }
    List<String> faults = units.faults();
    if (!isDirectoryReachable()) {
      faults.add(0, "directory cannot be reached");
    }
    return faults;
  }

  /** Whether the directory's database answered when it was last asked, a few seconds ago. */
  public boolean isDirectoryReachable() {
    return !outages.isKnown(DIRECTORY);
  }

  /** Whether the shard's database answered when it was last asked, a few seconds ago. */
  public boolean isReachable(int shard) {
    return units.isReachable(shard);
  }

  /** A patient connection to the shard, outside of any transaction. */
  public Connection connection(int shard) throws SQLException {
    return Patient.of(units.source(shard).getConnection());
  }

  /** A patient connection to the directory, outside of any transaction. */
  public Connection directoryConnection() throws SQLException {
    return Patient.of(directorySource.getConnection());
  }

  /** The shard that holds the slot. */
  public int shardOfSlot(int slot) {
    return routes.map().shardOfSlot(slot);
  }

  /**
   * Reads the map of slots if it has changed: which slots lie elsewhere than by the one before, or
   * are open again where they lay.
   */
  public List<SlotMoved> follow() {
    SlotMap before = routes.map();
    try (Connection connection = directorySource.getConnection()) {
      if (before != null && SlotMap.version(connection) <= before.version()) {
        return List.of();
      }
      SlotMap later = SlotMap.read(connection, units.count());
      if (!routes.install(later) || before == null) {
        return List.of();
      }
      List<SlotMoved> moved = new ArrayList<>(before.movedBy(later));
      for (int slot : before.openedBy(later)) {
        moved.add(new SlotMoved(slot, before.shardOfSlot(slot), later.shardOfSlot(slot)));
      }
      return moved.stream().distinct().toList();
    } catch (SQLException e) {
      throw new IllegalStateException("The directory cannot be read: " + e.getMessage(), e);
    }
  }

  /** The version of the map of slots by which transactions begin now. */
  public long mapVersion() {
    return routes.map().version();
  }

  /** Whether any slot is being switched to another shard, as far as this instance knows. */
  public boolean isSwitching() {
    return routes.map().hasClosed();
  }

  /** Whether no transaction on a closed slot, begun before it was closed, still works. */
  public boolean isDrained() {
    return routes.isDrained();
  }

  private EntityManager held(Held held, String name) {
    if (!held.name.equals(name)) {
      transactions.setRollbackOnly();
      throw new SecondShard(held.name, name);
    }
    return held.entityManager;
  }

  private EntityManager begun(
      String name, Supplier<EntityManagerFactory> factory, SlotMap map, int shard) {
    Runnable leave = map == null ? () -> {} : () -> map.leave(shard);
    boolean held = false;
    try {
      long asked = System.nanoTime();
      EntityManager entityManager = connected(name, factory.get());
      transactions.registerInterposedSynchronization(
          new Completion(
              committed -> {
                leave.run();
                entityManager.close();
                figures.ended(name, committed);
              }));
      held = true;
      figures.began(name, System.nanoTime() - asked);
      transactions.putResource(HELD, new Held(name, entityManager, map));
      return entityManager;
    } finally {
      if (!held) {
        leave.run();
      }
    }
  }

  private EntityManager connected(String name, EntityManagerFactory factory) {
    outages.require(name);
    EntityManager entityManager = factory.createEntityManager();
    join(entityManager);
    Connection connection;
    try {
      connection = entityManager.unwrap(Connection.class);
    } catch (RuntimeException e) {
      // The provider passes on what the pool throws, whatever that is.
      entityManager.close();
      throw outages.began(name, e);
    }
    Databases.requireInTransaction(connection, name);
    outages.ended(name);
    return entityManager;
  }

  /** How the transactions on the databases go. */
  @Override
  public MetricSnapshots collect() {
    return figures.collect();
  }

  void join(EntityManager entityManager) {
    entityManager.joinTransaction();
  }

  TransactionSynchronizationRegistry transactions() {
    return Databases.lookUp("java:comp/TransactionSynchronizationRegistry");
  }

  DataSource source(String name) {
    try {
      DataSource source = Databases.lookUp(name);
      return isTraced() ? TracedSource.of(source, name.replaceAll(".*/", "")) : source;
    } catch (IllegalStateException e) {
      throw new WrongSetting("data source", "there is none named " + name, e);
    }
  }

  EntityManagerFactory factory(String unit, String source) {
    return Databases.factory(
        unit, source, isTraced() ? source(source) : source, settings.targetServer());
  }

  private boolean isTraced() {
    return settings.tracesEndpoint().isPresent();
  }

  @PreDestroy
  void close() {
    if (vigil != null) {
      vigil.close();
    }
    units.close();
    if (directoryFactory != null) {
      directoryFactory.close();
    }
  }
}
