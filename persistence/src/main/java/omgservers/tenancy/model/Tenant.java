package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A customer of the installation: owns projects, and everything below them. */
@Entity
public class Tenant implements Removable {
  @Id private long id;
  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Embedded private Removal removal;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Tenant() {}

  /** A tenant without projects. */
  public Tenant(long id, Instant created) {
    this.id = id;
    this.created = created;
    this.state = Life.ACTIVE;
    this.removal = new Removal();
  }

  /** Its id. */
  @Override
  public long id() {
    return id;
  }

  @Override
  public long tenantId() {
    return id;
  }

  @Override
  public long parentId() {
    return id;
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
