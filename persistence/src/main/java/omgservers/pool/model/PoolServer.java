package omgservers.pool.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A place where game servers run, with the driver that reaches it and the room it has. A server
 * that drains keeps what runs on it and takes nothing new; so does one that does not answer.
 */
@Entity
@Table(name = "pool_server")
public class PoolServer {
  /** A server gives room to at most this many game servers. */
  public static final int SLOTS_MAX = Capacity.SLOTS_MAX;

  @Id private long id;
  private String name;
  private String driver;
  private int slots;

  @Column(name = "cpu_millis")
  private int cpuMillis;

  @Column(name = "memory_mib")
  private int memoryMib;

  private String address;
  private String credentials;
  private String registry;
  private String network;

  @Column(name = "build_slots")
  private int buildSlots;

  @Column(name = "oci_runtime")
  private String ociRuntime;

  @Column(name = "allow_root")
  private boolean allowRoot;

  private Instant created;
  private boolean draining;

  /** Observed, and written beside the entity, so that it never looks changed by an operator. */
  @Column(name = "unhealthy_since", insertable = false, updatable = false)
  private Instant unhealthySince;

  @Column(name = "unhealthy_reason", insertable = false, updatable = false)
  private String unhealthyReason;

  @Version
  @Column(name = "lock_version")
  private int version;

  protected PoolServer() {}

  /** A server of this name, reached by this driver, with room for so many game servers. */
  public PoolServer(long id, String name, String driver, int slots, Instant created) {
    this.id = id;
    this.name = name;
    this.driver = driver;
    this.slots = slots;
    this.created = created;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** Its name, unique in the installation. */
  public String name() {
    return name;
  }

  /** The name of the driver that reaches it. */
  public String driver() {
    return driver;
  }

  /** How many game servers it may run at once. */
  public int slots() {
    return slots;
  }

  /** All the room that it has. */
  public Capacity capacity() {
    return new Capacity(slots, cpuMillis, memoryMib);
  }

  /** How its engine is reached and used. */
  public Engine engine() {
    return new Engine(address, credentials, registry, network, ociRuntime, allowRoot);
  }

  /** It has room for so many game servers from now on; what runs stays, even if it is more. */
  public void resize(int slots) {
    this.slots = slots;
  }

  /** It has this room from now on; what runs stays, even if it is more. */
  public void resize(Capacity capacity) {
    slots = capacity.slots();
    cpuMillis = capacity.cpuMillis();
    memoryMib = capacity.memoryMib();
  }

  /** Its engine is reached and used this way from now on. */
  public void reach(Engine engine) {
    address = engine.address();
    credentials = engine.credentials();
    registry = engine.registry();
    network = engine.network();
    ociRuntime = engine.ociRuntime();
    allowRoot = engine.allowRoot();
  }

  /** How many images it may build at once; 0 when it builds none. */
  public int buildSlots() {
    return buildSlots;
  }

  /** It builds so many images at once from now on; what is being built goes on. */
  public void build(int slots) {
    buildSlots = slots;
  }

  /** Whether it takes no new game servers. */
  public boolean isDraining() {
    return draining;
  }

  /** It takes no new game servers from now on, or takes them again. */
  public void drain(boolean draining) {
    this.draining = draining;
  }

  /** Since when it does not answer, while it does not. */
  public Optional<Instant> unhealthySince() {
    return Optional.ofNullable(unhealthySince);
  }

  /** Why it is not used, while it does not answer. */
  public Optional<String> unhealthyReason() {
    return Optional.ofNullable(unhealthyReason);
  }

  /** How often it was changed. */
  public int version() {
    return version;
  }
}
