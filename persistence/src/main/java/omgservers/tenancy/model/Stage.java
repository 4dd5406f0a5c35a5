package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A place of a project where one deployment at a time takes players. */
@Entity
public class Stage {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

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
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** The project that it belongs to. */
  public long projectId() {
    return projectId;
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
