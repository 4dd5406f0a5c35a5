package omgservers.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** The image of a version that runs its lobbies, its matches or both. */
@Entity
public class Image {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "version_id")
  private long versionId;

  @Enumerated(EnumType.STRING)
  private ImageQualifier qualifier;

  private String image;
  private Instant created;

  protected Image() {}

  /** An image of the version. */
  public Image(
      long id,
      long tenantId,
      long versionId,
      ImageQualifier qualifier,
      String image,
      Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.versionId = versionId;
    this.qualifier = qualifier;
    this.image = image;
    this.created = created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** The version that it belongs to. */
  public long versionId() {
    return versionId;
  }

  /** What it can run. */
  public ImageQualifier qualifier() {
    return qualifier;
  }

  /** Its name: tenant/project:tag. */
  public String image() {
    return image;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }
}
