package omgservers.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

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
  private String digest;
  private Instant created;

  protected Image() {}

  /** An image: its name, and the content that the name stood for if that is known. */
  public record Named(ImageQualifier qualifier, String image, String digest) {}

  /** An image of the version. */
  public Image(long id, long tenantId, long versionId, Named named, Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.versionId = versionId;
    this.qualifier = named.qualifier;
    this.image = named.image;
    this.digest = named.digest;
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

  /** The content that it is pinned to, if it came from the registry. */
  public Optional<String> digest() {
    return Optional.ofNullable(digest);
  }

  /** What an engine is asked for: the content where it is known, else whatever has the name. */
  public String reference() {
    return digest == null ? image : image.substring(0, image.lastIndexOf(':')) + "@" + digest;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }
}
