package omgservers.matchmaking.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

/** The place of a client in a match; a client has one at most. */
@Entity
public class Seat {
  @Id private long id;

  @Column(name = "client_id")
  private long clientId;

  @Column(name = "match_id")
  private long matchId;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "group_name")
  private String groupName;

  @Column(name = "asked_by")
  private long askedBy;

  @Column(name = "ticket_created")
  private Instant ticketCreated;

  @Column(name = "party_id")
  private Long partyId;

  private String attributes;

  protected Seat() {}

  /** The place of the client in the match. */
  public Seat(
      long id,
      long clientId,
      long matchId,
      long userId,
      String groupName,
      long askedBy,
      Instant ticketCreated) {
    this.id = id;
    this.clientId = clientId;
    this.matchId = matchId;
    this.userId = userId;
    this.groupName = groupName;
    this.askedBy = askedBy;
    this.ticketCreated = ticketCreated;
  }

  /** Those with the same number came in one party; null who came alone. */
  public Long party() {
    return partyId;
  }

  /** What its ticket said, as JSON. */
  public Optional<String> attributes() {
    return Optional.ofNullable(attributes);
  }

  /** Its ticket was of this party and said this; both may be null. */
  public void remember(Long party, String said) {
    partyId = party;
    attributes = said;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The client. */
  public long clientId() {
    return clientId;
  }

  /** The match. */
  public long matchId() {
    return matchId;
  }

  /** The user of the client. */
  public long userId() {
    return userId;
  }

  /** The group that it plays in. */
  public String groupName() {
    return groupName;
  }

  /** The age of the ticket that it came from. */
  public Instant ticketCreated() {
    return ticketCreated;
  }

  /** The runtime that asked for it. */
  public long askedBy() {
    return askedBy;
  }
}
