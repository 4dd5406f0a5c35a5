package omgservers.pool.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A place where game servers run, with the driver that reaches it and the room it has. */
@Entity
@Table(name = "pool_server")
public class PoolServer {
  @Id private long id;
  private String name;
  private String driver;
  private int slots;
  private Instant created;

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

  /** The configuration now gives it another number of slots. */
  public void resize(int slots) {
    this.slots = slots;
  }
}
