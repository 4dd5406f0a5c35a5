package omgservers.matchmaking.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns the tickets of one deployment into matches. OPEN takes tickets; CLOSED only lets its
 * matches end.
 */
@Entity
public class Matchmaker {
  @Id private long id;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Enumerated(EnumType.STRING)
  private State state;

  private String plan;
  private Instant created;
  private int failures;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Matchmaker() {}

  /** An open matchmaker, due at once. */
  public Matchmaker(long id, long deploymentId, String plan, Instant created) {
    this.id = id;
    this.deploymentId = deploymentId;
    this.plan = plan;
    this.created = created;
    this.state = State.OPEN;
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

  /** The deployment that it serves. */
  public long deploymentId() {
    return deploymentId;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** What to play and how to run it, as JSON. */
  public String plan() {
    return plan;
  }

  /** When it was opened. */
  public Instant created() {
    return created;
  }

  /** How many matches failed to come up, in a row. */
  public int failures() {
    return failures;
  }

  /** Why its last step failed, while it fails. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** Its deployment drains: no new matches. */
  public void close() {
    state = State.CLOSED;
  }

  /** Whether it makes matches. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** A match of it came up. */
  public void matchCameUp() {
    failures = 0;
  }

  /** A match of it ended before it came up, for this reason. */
  public void matchFailed(String why) {
    failures++;
    reason = why;
  }

  /** It is looked at again then; an earlier time stays. */
  public void dueBy(Instant moment) {
    if (dueAt == null || moment.isBefore(dueAt)) {
      dueAt = moment;
    }
  }

  /** Its step is done; it is looked at again then, or when something happens to it if null. */
  public void stepped(Instant next) {
    attempts = 0;
    dueAt = next;
  }

  /** How far a matchmaker is. */
  public enum State {
    /** While it makes matches. */
    OPEN,
    /** When it makes none any more; terminal. */
    CLOSED
  }
}
