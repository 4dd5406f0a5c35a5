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

  @Column(name = "degraded_since")
  private Instant degradedSince;

  @Column(name = "lobbies_reason")
  private String lobbiesReason;

  @Column(name = "matches_reason")
  private String matchesReason;

  private Instant created;

  @Column(name = "draining_since")
  private Instant drainingSince;

  @Column(name = "ends_by")
  private Instant endsBy;

  @Column(name = "end_reason")
  private String endReason;

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
  public Optional<Instant> drainingSince() {
    return Optional.ofNullable(drainingSince);
  }

  /** When it must be over, if someone set a deadline of its own. */
  public Optional<Instant> endsBy() {
    return Optional.ofNullable(endsBy);
  }

  /** Why it drains or is closed. */
  public Optional<String> endReason() {
    return Optional.ofNullable(endReason);
  }

  /** When nothing of it played any more. */
  public Optional<Instant> closedAt() {
    return Optional.ofNullable(closedAt);
  }

  /** Why its last step failed, while it fails. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** From now on it only keeps what plays, for this reason; false when it did before. */
  public boolean drain(Instant now, String why) {
    boolean first = state == State.ACTIVE;
    if (first) {
      state = State.DRAINING;
      drainingSince = now;
      endReason = why;
      dueAt = now;
    }
    return first;
  }

  /** Whatever plays of it ends then, for this reason; false when it was to end by then already. */
  public boolean endBy(Instant moment, String why) {
    boolean sooner = state != State.CLOSED && (endsBy == null || moment.isBefore(endsBy));
    if (sooner) {
      drain(moment, why);
      endsBy = moment;
      endReason = why;
      dueBy(moment);
    }
    return sooner;
  }

  /** Nothing of it plays any more. */
  public void close(Instant now) {
    if (state == State.ACTIVE) {
      throw new IllegalStateException("deployment " + id + " closes while it is active");
    }
    state = State.CLOSED;
    closedAt = now;
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
    lobbiesReason = null;
    recover();
  }

  /** Too many of its lobbies in a row failed: it only tries now and then. */
  public void degradeLobbies(String why, Instant now) {
    lobbiesReason = why;
    degrade(now);
  }

  /** Too many of its matches in a row failed, for this reason. */
  public void degradeMatches(String why, Instant now) {
    matchesReason = why;
    degrade(now);
  }

  /** A match of it came up again. */
  public void matchesCameUp() {
    matchesReason = null;
    recover();
  }

  private void degrade(Instant now) {
    degradedSince = degradedSince == null ? now : degradedSince;
  }

  private void recover() {
    if (lobbiesReason == null && matchesReason == null) {
      degradedSince = null;
    }
  }

  /** Since when its game servers do not come up, if they do not. */
  public Optional<Instant> degradedSince() {
    return Optional.ofNullable(degradedSince);
  }

  /** Why its game servers do not come up. */
  public Optional<String> degradedReason() {
    return Optional.ofNullable(lobbiesReason).or(() -> Optional.ofNullable(matchesReason));
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
