package omgservers.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import omgservers.tenancy.model.Life;

/** A configuration of a project that images make playable and deployments run. */
@Entity
public class Version {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private String config;
  private Instant created;

  @Enumerated(EnumType.STRING)
  private Life state;

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

  /** Its configuration, the JSON of the wire. */
  public String config() {
    return config;
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
