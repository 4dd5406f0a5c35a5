package omgservers.matchmaking.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

/**
 * A match as the matchmaker sees it. PENDING reserves seats while its game server comes up, OPEN
 * takes players, CLOSED takes nobody any more; it is deleted when its runtime has ended.
 */
@Entity
public class Match {
  @Id private long id;

  @Column(name = "matchmaker_id")
  private long matchmakerId;

  @Column(name = "runtime_id")
  private long runtimeId;

  private String mode;

  @Enumerated(EnumType.STRING)
  private State state;

  private Instant created;
  private String founder;
  private String region;

  protected Match() {}

  /** A match whose runtime has not reported yet. */
  public Match(long id, long matchmakerId, long runtimeId, String mode, Instant created) {
    this.id = id;
    this.matchmakerId = matchmakerId;
    this.runtimeId = runtimeId;
    this.mode = mode;
    this.created = created;
    this.state = State.PENDING;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The matchmaker. */
  public long matchmakerId() {
    return matchmakerId;
  }

  /** The runtime that runs it. */
  public long runtimeId() {
    return runtimeId;
  }

  /** The mode that is played. */
  public String mode() {
    return mode;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** When it was opened. */
  public Instant created() {
    return created;
  }

  /** Its game server reported; false when it had before or the match is closed. */
  public boolean open() {
    boolean first = state == State.PENDING;
    if (first) {
      state = State.OPEN;
    }
    return first;
  }

  /** It begins for a ticket that says this, and is played there; both may be null. */
  public void begin(String attributes, String where) {
    founder = attributes;
    region = where;
  }

  /** What the ticket says that it was made for, as JSON. */
  public Optional<String> founder() {
    return Optional.ofNullable(founder);
  }

  /** Where it is played, if a rule says so. */
  public Optional<String> region() {
    return Optional.ofNullable(region);
  }

  /** It takes nobody any more. */
  public void close() {
    state = State.CLOSED;
  }

  /** How far a match is. */
  public enum State {
    /** From its opening until its game server reports; seats are reserved. */
    PENDING,
    /** While it takes players. */
    OPEN,
    /** When it takes nobody any more; terminal. */
    CLOSED
  }
}
