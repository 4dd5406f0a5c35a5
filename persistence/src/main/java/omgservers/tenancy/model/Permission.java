package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** What a developer may do with a tenant, a project or a stage. */
@Entity
public class Permission {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "entity_id")
  private long entityId;

  @Column(name = "user_id")
  private long userId;

  @Enumerated(EnumType.STRING)
  private Right permission;

  private Instant created;

  protected Permission() {}

  /** The right of the user on the entity. */
  public Permission(
      long id, long tenantId, long entityId, long userId, Right permission, Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.entityId = entityId;
    this.userId = userId;
    this.permission = permission;
    this.created = created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that it is about. */
  public long tenantId() {
    return tenantId;
  }

  /** The tenant, project or stage that it is about. */
  public long entityId() {
    return entityId;
  }

  /** The developer who has it. */
  public long userId() {
    return userId;
  }

  /** What it allows. */
  public Right permission() {
    return permission;
  }

  /** When it was given. */
  public Instant created() {
    return created;
  }
}
