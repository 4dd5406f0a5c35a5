package omgservers.deployment.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import omgservers.tenancy.model.Role;

/**
 * A stage follows a tag: each version that the tag comes to stand for is deployed there. Whatever
 * is deployed by hand in between stays until the tag moves again.
 */
@Entity
public class Following {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  private String tag;
  private String config;

  @Column(name = "set_by")
  private long setBy;

  @Enumerated(EnumType.STRING)
  @Column(name = "set_by_role")
  private Role setByRole;

  private Instant created;

  @Column(name = "version_id")
  private Long versionId;

  @Column(name = "followed_at")
  private Instant followedAt;

  private String explanation;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Following() {}

  /** Who let a stage follow. */
  public record Setter(long userId, Role role) {}

  /** The stage, which nobody let follow anything yet. */
  public Following(Stage stage, Instant now) {
    this.id = stage.id;
    this.tenantId = stage.tenantId;
    this.projectId = stage.projectId;
    this.created = now;
  }

  /** A stage of a project of a tenant. */
  public record Stage(long tenantId, long projectId, long id) {}

  /** It follows the tag with this configuration of deployments; null for the usual one. */
  public void follow(String wanted, String configAsJson, Setter setter, Instant now) {
    tag = wanted;
    config = configAsJson;
    setBy = setter.userId;
    setByRole = setter.role;
    created = now;
    dueAt = now;
    explanation = null;
  }

  /** The stage. */
  public long id() {
    return id;
  }

  /** The tenant that owns the stage. */
  public long tenantId() {
    return tenantId;
  }

  /** The project of the stage. */
  public long projectId() {
    return projectId;
  }

  /** What it follows. */
  public String tag() {
    return tag;
  }

  /** How deployments are configured, as JSON, if not as usual. */
  public Optional<String> config() {
    return Optional.ofNullable(config);
  }

  /** Who wanted that. */
  public Setter setter() {
    return new Setter(setBy, setByRole);
  }

  /** Since when. */
  public Instant created() {
    return created;
  }

  /** The version that was deployed last because the tag stood for it. */
  public Optional<Long> versionId() {
    return Optional.ofNullable(versionId);
  }

  /** When that was. */
  public Optional<Instant> followedAt() {
    return Optional.ofNullable(followedAt);
  }

  /** Why what the tag stands for now is not deployed. */
  public Optional<String> explanation() {
    return Optional.ofNullable(explanation).or(() -> Optional.ofNullable(reason));
  }

  /** How often in a row the work on it failed. */
  public int failures() {
    return attempts;
  }

  /** When it is looked at. */
  public Optional<Instant> dueAt() {
    return Optional.ofNullable(dueAt);
  }

  /** The tag was moved. */
  public void dueBy(Instant moment) {
    dueAt = moment;
  }

  /** The version was deployed. */
  public void followed(long version, Instant now) {
    versionId = version;
    followedAt = now;
    rest(null);
  }

  /** There is nothing to do until the tag is moved, perhaps because it cannot be done. */
  public void rest(String why) {
    explanation = why;
    dueAt = null;
    attempts = 0;
    reason = null;
  }

  /** How often it was changed. */
  public int version() {
    return lockVersion;
  }
}
