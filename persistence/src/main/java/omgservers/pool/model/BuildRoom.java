package omgservers.pool.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Room that a build holds on a pool server, from before it begins until it has ended. */
@Entity
@Table(name = "build_room")
public class BuildRoom {
  @Id
  @Column(name = "build_id")
  private long buildId;

  @Column(name = "server_id")
  private long serverId;

  @Column(name = "cpu_millis")
  private int cpuMillis;

  @Column(name = "memory_mib")
  private int memoryMib;

  private Instant created;

  protected BuildRoom() {}

  /** Room of this size for the build on the server. */
  public BuildRoom(long buildId, long serverId, Capacity size, Instant created) {
    this.buildId = buildId;
    this.serverId = serverId;
    this.cpuMillis = size.cpuMillis();
    this.memoryMib = size.memoryMib();
    this.created = created;
  }

  /** The build that holds the room. */
  public long buildId() {
    return buildId;
  }

  /** The server that gives the room. */
  public long serverId() {
    return serverId;
  }

  /** When it was taken. */
  public Instant created() {
    return created;
  }

  /** How much room it is. */
  public Capacity size() {
    return Capacity.one(cpuMillis, memoryMib);
  }
}
