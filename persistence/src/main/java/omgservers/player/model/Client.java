package omgservers.player.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import omgservers.runtime.model.RuntimeQualifier;

/**
 * A session of a player on a deployment. SEEKING wants a lobby; PLAYING is in a runtime, a lobby or
 * a match; DELETED has ended, by silence or by a kick, and only its last messages are left. The
 * client itself is the authority of where it is: others ask it to move.
 */
@Entity
public class Client {
  @Id private long id;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "player_id")
  private long playerId;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "stage_id")
  private long stageId;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Column(name = "matchmaker_id")
  private long matchmakerId;

  @Enumerated(EnumType.STRING)
  private State state;

  @Column(name = "runtime_id")
  private Long runtimeId;

  @Enumerated(EnumType.STRING)
  @Column(name = "runtime_qualifier")
  private RuntimeQualifier runtimeQualifier;

  private Instant created;
  private Instant seen;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Client() {}

  /** A client that seeks a lobby and was just heard of. */
  public Client(
      long id,
      long userId,
      long playerId,
      long tenantId,
      long stageId,
      long deploymentId,
      long matchmakerId,
      Instant created) {
    this.id = id;
    this.userId = userId;
    this.playerId = playerId;
    this.tenantId = tenantId;
    this.stageId = stageId;
    this.deploymentId = deploymentId;
    this.matchmakerId = matchmakerId;
    this.created = created;
    this.state = State.SEEKING;
    this.seen = created;
  }

  /** How often its step failed in a row. */
  public int attempts() {
    return attempts;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The user. */
  public long userId() {
    return userId;
  }

  /** The player. */
  public long playerId() {
    return playerId;
  }

  /** The tenant of its deployment. */
  public long tenantId() {
    return tenantId;
  }

  /** The stage of its deployment. */
  public long stageId() {
    return stageId;
  }

  /** The deployment that it plays on. */
  public long deploymentId() {
    return deploymentId;
  }

  /** The matchmaker of the deployment. */
  public long matchmakerId() {
    return matchmakerId;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** Where it plays. */
  public Optional<Long> runtimeId() {
    return Optional.ofNullable(runtimeId);
  }

  /** What it plays in. */
  public Optional<RuntimeQualifier> runtimeQualifier() {
    return Optional.ofNullable(runtimeQualifier);
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** When it was last heard of, roughly. */
  public Instant seen() {
    return seen;
  }

  /** Why its last step failed, while it fails. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** It now plays in the runtime. */
  public void move(long runtime, RuntimeQualifier qualifier) {
    requireAlive();
    state = State.PLAYING;
    runtimeId = runtime;
    runtimeQualifier = qualifier;
  }

  /** It has no runtime and wants a lobby. */
  public void seek() {
    requireAlive();
    state = State.SEEKING;
    runtimeId = null;
    runtimeQualifier = null;
  }

  /** It ends; the row and its last messages go at the later moment. */
  public void delete(Instant forget) {
    requireAlive();
    state = State.DELETED;
    runtimeId = null;
    runtimeQualifier = null;
    dueAt = forget;
  }

  /**
   * It has ended and is remembered no longer than until the moment; false when it was so before.
   */
  public boolean forgetBy(Instant moment) {
    if (state != State.DELETED) {
      throw new IllegalStateException("client " + id + " has not ended");
    }
    boolean earlier = dueAt == null || moment.isBefore(dueAt);
    if (earlier) {
      dueAt = moment;
    }
    return earlier;
  }

  /** It was heard of, and expires at the deadline. */
  public void heard(Instant now, Instant deadline) {
    if (state != State.DELETED) {
      seen = now;
      dueAt = deadline;
    }
  }

  /** Whether it plays in the runtime. */
  public boolean isIn(long runtime) {
    return runtimeId != null && runtimeId == runtime;
  }

  /** Whether it plays in a match. */
  public boolean inMatch() {
    return runtimeQualifier == RuntimeQualifier.MATCH;
  }

  /** Whether it has ended. */
  public boolean isDeleted() {
    return state == State.DELETED;
  }

  private void requireAlive() {
    if (state == State.DELETED) {
      throw new IllegalStateException("client " + id + " has ended");
    }
  }

  /** How far a client is. */
  public enum State {
    /** While it has no runtime and waits for a lobby. */
    SEEKING,
    /** While it is in a lobby or a match. */
    PLAYING,
    /** When it has ended; terminal. */
    DELETED
  }
}
