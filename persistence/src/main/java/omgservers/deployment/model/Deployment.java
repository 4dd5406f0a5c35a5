package omgservers.deployment.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A version that runs on a stage: it keeps its lobbies open, seats clients in them, and has a
 * matchmaker. ACTIVE takes players; a newer deployment of the stage makes it DRAINING, when it only
 * keeps what plays; without players, or at its deadline, it is CLOSED.
 */
@Entity
public class Deployment {
  @Id private long id;

  @Column(name = "tenant_id")
  private long tenantId;

  @Column(name = "project_id")
  private long projectId;

  @Column(name = "stage_id")
  private long stageId;

  @Column(name = "version_id")
  private long versionId;

  @Column(name = "matchmaker_id")
  private long matchmakerId;

  @Enumerated(EnumType.STRING)
  private State state;

  private String config;
  private int failures;

  @Column(name = "matchmaker_idle")
  private boolean matchmakerIdle;

  @Column(name = "retry_at")
  private Instant retryAt;

  private Instant created;

  @Column(name = "closed_at")
  private Instant closedAt;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Deployment() {}

  /** An active deployment, due at once. */
  public Deployment(
      long id,
      long tenantId,
      long projectId,
      long stageId,
      long versionId,
      long matchmakerId,
      String config,
      Instant created) {
    this.id = id;
    this.tenantId = tenantId;
    this.projectId = projectId;
    this.stageId = stageId;
    this.versionId = versionId;
    this.matchmakerId = matchmakerId;
    this.config = config;
    this.created = created;
    this.state = State.ACTIVE;
    this.dueAt = created;
  }

  /** How often its step failed in a row. */
  public int attempts() {
    return attempts;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The tenant that owns it. */
  public long tenantId() {
    return tenantId;
  }

  /** The project of its stage and version. */
  public long projectId() {
    return projectId;
  }

  /** The stage that it runs on. */
  public long stageId() {
    return stageId;
  }

  /** The version that it runs. */
  public long versionId() {
    return versionId;
  }

  /** Its matchmaker. */
  public long matchmakerId() {
    return matchmakerId;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** Its configuration, the JSON of the wire. */
  public String config() {
    return config;
  }

  /** How many lobbies failed to come up, in a row. */
  public int failures() {
    return failures;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** When it began to drain. */
  public Optional<Instant> closedAt() {
    return Optional.ofNullable(closedAt);
  }

  /** Why its last step failed, while it fails. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** A newer deployment took over: from now on it only keeps what plays. */
  public void drain(Instant now) {
    if (state == State.ACTIVE) {
      state = State.DRAINING;
      closedAt = now;
      dueAt = now;
    }
  }

  /** Nothing of it plays any more. */
  public void close() {
    if (state == State.ACTIVE) {
      throw new IllegalStateException("deployment " + id + " closes while it is active");
    }
    state = State.CLOSED;
    dueAt = null;
  }

  /** Its matchmaker drains and has nothing to do. */
  public void matchmakerIdle() {
    matchmakerIdle = true;
  }

  /** Whether its matchmaker said that it has nothing to do. */
  public boolean isMatchmakerIdle() {
    return matchmakerIdle;
  }

  /** A lobby of it came up. */
  public void lobbyCameUp() {
    failures = 0;
    retryAt = null;
    reason = null;
  }

  /** A lobby of it ended before it came up, for this reason. */
  public void lobbyFailed(String why, Instant retry) {
    failures++;
    reason = why;
    retryAt = retry;
  }

  /** Whether it may try to open another one now, after those that failed. */
  public boolean mayOpen(Instant now) {
    return retryAt == null || !retryAt.isAfter(now);
  }

  /** When it may try again after failures. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  /** It is looked at again then; an earlier time stays. */
  public void dueBy(Instant moment) {
    if (state != State.CLOSED && (dueAt == null || moment.isBefore(dueAt))) {
      dueAt = moment;
    }
  }

  /** Its step is done; it is looked at again then, or when something happens to it if null. */
  public void stepped(Instant next) {
    attempts = 0;
    dueAt = state == State.CLOSED ? null : next;
  }

  /** How far a deployment is. */
  public enum State {
    /** While new players come to it. */
    ACTIVE,
    /** While it ends because a newer one took over or it was deleted. */
    DRAINING,
    /** When nothing of it runs; terminal. */
    CLOSED
  }
}
