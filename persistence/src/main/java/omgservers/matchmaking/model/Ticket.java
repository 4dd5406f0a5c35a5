package omgservers.matchmaking.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

/** The wish of a client to play a mode, while it waits. It ends in a seat, or is withdrawn. */
@Entity
public class Ticket {
  @Id private long id;

  @Column(name = "matchmaker_id")
  private long matchmakerId;

  @Column(name = "client_id")
  private long clientId;

  @Column(name = "user_id")
  private long userId;

  private String mode;

  @Column(name = "asked_by")
  private long askedBy;

  private Instant created;

  @Column(name = "party_id")
  private Long partyId;

  private String attributes;

  protected Ticket() {}

  /** A wish of the client. */
  public Ticket(
      long id,
      long matchmakerId,
      long clientId,
      long userId,
      String mode,
      long askedBy,
      Instant created) {
    this.id = id;
    this.matchmakerId = matchmakerId;
    this.clientId = clientId;
    this.userId = userId;
    this.mode = mode;
    this.askedBy = askedBy;
    this.created = created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The matchmaker. */
  public long matchmakerId() {
    return matchmakerId;
  }

  /** The client. */
  public long clientId() {
    return clientId;
  }

  /** The user of the client. */
  public long userId() {
    return userId;
  }

  /** The mode that it wants. */
  public String mode() {
    return mode;
  }

  /** When it asked first; it keeps its age when a match fails. */
  public Instant created() {
    return created;
  }

  /** What it says for the rules of the mode, as JSON; of a party, its first ticket says it. */
  public Optional<String> attributes() {
    return Optional.ofNullable(attributes);
  }

  /** The ticket of the one who asked for the party; its own id if it is alone or asked. */
  public long party() {
    return partyId == null ? id : partyId;
  }

  /** The party as it is kept; null if it is alone. */
  public Long partyId() {
    return partyId;
  }

  /** It belongs to the party of this ticket, null if it is alone. */
  public void joins(Long party) {
    partyId = party;
  }

  /** It says this, as JSON; null for nothing. */
  public void says(String json) {
    attributes = json;
  }

  /** The runtime that asked for it. */
  public long askedBy() {
    return askedBy;
  }
}
