package omgservers.deployment.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** A lobby of a deployment, as the deployment sees it. */
@Entity
public class Lobby {
  @Id private long id;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Column(name = "runtime_id")
  private long runtimeId;

  @Enumerated(EnumType.STRING)
  private State state;

  private Instant created;

  protected Lobby() {}

  /** A lobby whose runtime has not reported yet. */
  public Lobby(long id, long deploymentId, long runtimeId, Instant created) {
    this.id = id;
    this.deploymentId = deploymentId;
    this.runtimeId = runtimeId;
    this.created = created;
    this.state = State.PENDING;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The deployment that it belongs to. */
  public long deploymentId() {
    return deploymentId;
  }

  /** The runtime that runs it. */
  public long runtimeId() {
    return runtimeId;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** When it was opened. */
  public Instant created() {
    return created;
  }

  /** Its game server reported: it can take clients. A report that comes again changes nothing. */
  public void ready() {
    if (state == State.PENDING) {
      state = State.READY;
    }
  }

  /** Its game server ended or is to end: it takes nobody any more. */
  public void close() {
    state = State.CLOSED;
  }

  /** How far a lobby is. */
  public enum State {
    /** From its opening until its game server reports. */
    PENDING,
    /** While it takes clients. */
    READY,
    /** When it takes nobody any more; terminal. */
    CLOSED
  }
}
