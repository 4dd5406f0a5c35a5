package omgservers.deployment.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** The place of a client in a lobby, or its wish for one while it has none. */
@Entity
@Table(name = "lobby_seat")
public class LobbySeat {
  @Id
  @Column(name = "client_id")
  private long clientId;

  @Column(name = "deployment_id")
  private long deploymentId;

  @Column(name = "lobby_id")
  private Long lobbyId;

  private Instant created;

  protected LobbySeat() {}

  /** A wish for a lobby. */
  public LobbySeat(long clientId, long deploymentId, Instant created) {
    this.clientId = clientId;
    this.deploymentId = deploymentId;
    this.created = created;
  }

  /** The client. */
  public long clientId() {
    return clientId;
  }

  /** The deployment that it plays on. */
  public long deploymentId() {
    return deploymentId;
  }

  /** The lobby, once there is one with room. */
  public Optional<Long> lobbyId() {
    return Optional.ofNullable(lobbyId);
  }

  /** When it asked. */
  public Instant created() {
    return created;
  }

  /** The client gets its place in the lobby. */
  public void take(long lobby) {
    lobbyId = lobby;
  }

  /** Its lobby is gone; it wishes for another. */
  public void lose() {
    lobbyId = null;
  }
}
