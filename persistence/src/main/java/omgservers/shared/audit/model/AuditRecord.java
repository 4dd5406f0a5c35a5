package omgservers.shared.audit.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/**
 * One administrative change: who made it, when, from where, and what it was before and after. It is
 * written in the transaction of the change and cannot be altered: the database refuses that.
 */
@Entity
@Table(name = "audit")
public class AuditRecord {
  @Id private long id;
  private Instant at;

  @Column(name = "actor_id")
  private long actorId;

  @Column(name = "actor_role")
  private String actorRole;

  @Column(name = "key_id")
  private Long keyId;

  private String address;
  private String request;
  private String operation;

  @Column(name = "tenant_id")
  private Long tenantId;

  @Column(name = "entity_id")
  private Long entityId;

  @Column(name = "before_state")
  private String before;

  @Column(name = "after_state")
  private String after;

  protected AuditRecord() {}

  /** The actor did this to the subject. */
  public AuditRecord(long id, Instant at, Actor actor, String operation, Subject subject) {
    this.id = id;
    this.at = at;
    this.actorId = actor.userId;
    this.actorRole = actor.role;
    this.keyId = actor.keyId;
    this.address = actor.address;
    this.request = actor.request;
    this.operation = operation;
    this.tenantId = subject.tenantId;
    this.entityId = subject.entityId;
    this.before = subject.before;
    this.after = subject.after;
  }

  /** Who acts: the account, the API key it used if any, the address and the id of the request. */
  public record Actor(long userId, String role, Long keyId, String address, String request) {}

  /** What was changed: its tenant if it has one, its id, and its JSON before and after. */
  public record Subject(Long tenantId, Long entityId, String before, String after) {}

  /** Its id. */
  public long id() {
    return id;
  }

  /** When it happened. */
  public Instant at() {
    return at;
  }

  /** The account that made the change. */
  public long actorId() {
    return actorId;
  }

  /** The role of the account. */
  public String actorRole() {
    return actorRole;
  }

  /** The API key that was used. */
  public Optional<Long> keyId() {
    return Optional.ofNullable(keyId);
  }

  /** Where the request came from. */
  public Optional<String> address() {
    return Optional.ofNullable(address);
  }

  /** The id of the request. */
  public Optional<String> request() {
    return Optional.ofNullable(request);
  }

  /** What was done, like <code>project.create</code>. */
  public String operation() {
    return operation;
  }

  /** The tenant that it is about. */
  public Optional<Long> tenantId() {
    return Optional.ofNullable(tenantId);
  }

  /** The thing that it is about. */
  public Optional<Long> entityId() {
    return Optional.ofNullable(entityId);
  }

  /** What the thing was before, as JSON. */
  public Optional<String> before() {
    return Optional.ofNullable(before);
  }

  /** What the thing is now, as JSON. */
  public Optional<String> after() {
    return Optional.ofNullable(after);
  }
}
