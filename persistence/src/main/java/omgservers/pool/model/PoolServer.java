package omgservers.pool.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * A place where game servers run, with the driver that reaches it and the room it has. A server
 * that drains keeps what runs on it and takes nothing new.
 */
@Entity
@Table(name = "pool_server")
public class PoolServer {
  /** A server gives room to at most this many game servers. */
  public static final int SLOTS_MAX = 10_000;

  @Id private long id;
  private String name;
  private String driver;
  private int slots;
  private Instant created;
  private boolean draining;

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

  /** It has room for so many game servers from now on; what runs stays, even if it is more. */
  public void resize(int slots) {
    this.slots = slots;
  }

  /** Whether it takes no new game servers. */
  public boolean isDraining() {
    return draining;
  }

  /** It takes no new game servers from now on, or takes them again. */
  public void drain(boolean draining) {
    this.draining = draining;
  }

  /** How often it was changed. */
  public int version() {
    return version;
  }
}
