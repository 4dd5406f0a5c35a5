package omgservers.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Removable;
import omgservers.tenancy.model.Removal;

/** A configuration of a project that images make playable and deployments run. */
@Entity
public class Version implements Removable {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private String config;
  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

  @Embedded private Removal removal;

  @jakarta.persistence.Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Version() {}

  /** A version of the project with a configuration that was checked. */
  public Version(long id, long tenantId, long projectId, String config, Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.projectId = projectId;
    this.config = config;
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

  /** Its configuration, the JSON of the wire. */
  public String config() {
    return config;
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
