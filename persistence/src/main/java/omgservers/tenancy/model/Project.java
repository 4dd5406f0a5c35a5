package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A game of a tenant: has stages to run on and versions to run. */
@Entity
public class Project implements Removable {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Embedded private Removal removal;

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
    this.removal = new Removal();
  }

  /** Its id. */
  @Override
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  @Override
  public long tenantId() {
    return tenantId;
  }

  @Override
  public long parentId() {
    return tenantId;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** Whether it is being deleted. */
  @Override
  public Life state() {
    return state;
  }

  /** How its deletion goes on, once it began. */
  @Override
  public Removal removal() {
    return removal;
  }

  /** It is to go, with everything below it; false when that was begun before. */
  @Override
  public boolean delete(Removal.Beginner beginner, Instant now) {
    if (state == Life.DELETING) {
      return false;
    }
    state = Life.DELETING;
    removal.begin(beginner, now);
    return true;
  }

  /** Grows with every change. */
  public int version() {
    return lockVersion;
  }
}
