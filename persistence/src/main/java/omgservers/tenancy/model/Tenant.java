package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A customer of the installation: owns projects, and everything below them. */
@Entity
public class Tenant {
  @Id private long id;
  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Tenant() {}

  /** A tenant without projects. */
  public Tenant(long id, Instant created) {
    this.id = id;
    this.created = created;
    this.state = Life.ACTIVE;
  }

  /** Its id. */
  public long id() {
    return id;
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
