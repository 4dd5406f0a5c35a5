package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A game of a tenant: has stages to run on and versions to run. */
@Entity
public class Project {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Project() {}

  /** A project of the tenant. */
  public Project(long id, long tenantId, Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.created = created;
    this.state = Life.ACTIVE;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** Whether it is being deleted. */
  public Life state() {
    return state;
  }

  /** Grows with every change. */
  public int version() {
    return lockVersion;
  }
}
