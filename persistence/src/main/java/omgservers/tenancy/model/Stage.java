package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A place of a project where one deployment at a time takes players. */
@Entity
public class Stage implements Removable {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Embedded private Removal removal;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Stage() {}

  /** A stage of the project. */
  public Stage(long id, long tenantId, long projectId, Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.projectId = projectId;
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

  /** The project that it belongs to. */
  public long projectId() {
    return projectId;
  }

  @Override
  public long parentId() {
    return projectId;
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
