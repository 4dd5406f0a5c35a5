package omgservers.runtime.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** What game servers of a version used, those that were there for the same; one shard's share. */
@Entity
@Table(name = "version_use")
public class VersionUse {
  @Id private long id;

  @Column(name = "version_id")
  private long versionId;

  @Enumerated(EnumType.STRING)
  private RuntimeQualifier qualifier;

  private long samples;
  private String cpu;
  private String memory;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected VersionUse() {}

  /** Nothing was measured yet. */
  public VersionUse(long id, long versionId, RuntimeQualifier qualifier) {
    this.id = id;
    this.versionId = versionId;
    this.qualifier = qualifier;
    this.cpu = new Spread().text();
    this.memory = new Spread().text();
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The version. */
  public long versionId() {
    return versionId;
  }

  /** What they were there for. */
  public RuntimeQualifier qualifier() {
    return qualifier;
  }

  /** How often one of them was measured. */
  public long samples() {
    return samples;
  }

  /** Their use of CPU in thousandths of one. */
  public Spread cpuMillis() {
    return Spread.of(cpu);
  }

  /** Their use of memory in MiB. */
  public Spread memoryMib() {
    return Spread.of(memory);
  }

  /** So much more was measured. */
  public void add(Spread cpuMillis, Spread memoryMib) {
    Spread allCpu = cpuMillis();
    allCpu.add(cpuMillis);
    cpu = allCpu.text();
    Spread allMemory = memoryMib();
    allMemory.add(memoryMib);
    memory = allMemory.text();
    samples += Math.max(cpuMillis.count(), memoryMib.count());
  }
}
