package omgservers.matchmaking.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns the tickets of one deployment into matches. OPEN takes tickets and keeps matches ready;
 * DRAINING only takes tickets; CLOSED has ended its matches.
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

  @Column(name = "retry_at")
  private Instant retryAt;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;
  private long revision;

  @Transient private boolean revised;

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

  /** Of what its tickets, matches and seats were last changed to; never the same twice. */
  public long revision() {
    return revision;
  }

  /**
   * Its tickets, matches or seats change in the present transaction to what has this number; false
   * when they have a number of this transaction already.
   */
  public boolean revise(long number) {
    boolean first = !revised;
    if (first) {
      revised = true;
      revision = number;
    }
    return first;
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

  /** Its deployment drains: it keeps no matches ready any more. */
  public void drain() {
    if (state == State.OPEN) {
      state = State.DRAINING;
    }
  }

  /** Its deployment is closed: all its matches end. */
  public void close() {
    state = State.CLOSED;
  }

  /** A match of it came up. */
  public void matchCameUp() {
    failures = 0;
    retryAt = null;
    reason = null;
  }

  /** A match of it ended before it came up, for this reason. */
  public void matchFailed(String why, Instant retry) {
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
    /** While it only makes matches for those who are still there. */
    DRAINING,
    /** When it makes none any more; terminal. */
    CLOSED
  }
}
