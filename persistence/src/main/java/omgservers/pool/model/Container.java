package omgservers.pool.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** Room that a runtime holds on a pool server, from before it starts until it has stopped. */
@Entity
public class Container {
  @Id
  @Column(name = "runtime_id")
  private long runtimeId;

  @Column(name = "server_id")
  private long serverId;

  @Column(name = "cpu_millis")
  private int cpuMillis;

  @Column(name = "memory_mib")
  private int memoryMib;

  private Instant created;

  protected Container() {}

  /** Room that is only counted, for the runtime on the server. */
  public Container(long runtimeId, long serverId, Instant created) {
    this(runtimeId, serverId, Capacity.one(0, 0), created);
  }

  /** Room of this size for the runtime on the server. */
  public Container(long runtimeId, long serverId, Capacity size, Instant created) {
    this.runtimeId = runtimeId;
    this.serverId = serverId;
    this.cpuMillis = size.cpuMillis();
    this.memoryMib = size.memoryMib();
    this.created = created;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** The runtime that holds the room. */
  public long runtimeId() {
    return runtimeId;
  }

  /** The server that gives the room. */
  public long serverId() {
    return serverId;
  }

  /** How much room it is. */
  public Capacity size() {
    return Capacity.one(cpuMillis, memoryMib);
  }
}
