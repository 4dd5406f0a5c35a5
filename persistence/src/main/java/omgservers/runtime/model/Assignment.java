package omgservers.runtime.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

/** A client that plays in a runtime. */
@Entity
public class Assignment {
  @Id private long id;

  @Column(name = "client_id")
  private long clientId;

  @Column(name = "runtime_id")
  private long runtimeId;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "group_name")
  private String groupName;

  private Instant created;

  protected Assignment() {}

  /** The client plays in the runtime. */
  public Assignment(
      long id, long clientId, long runtimeId, long userId, String groupName, Instant created) {
    this.id = id;
    this.clientId = clientId;
    this.runtimeId = runtimeId;
    this.userId = userId;
    this.groupName = groupName;
    this.created = created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The client. */
  public long clientId() {
    return clientId;
  }

  /** The runtime. */
  public long runtimeId() {
    return runtimeId;
  }

  /** The user of the client. */
  public long userId() {
    return userId;
  }

  /** The group of the match, none in a lobby. */
  public Optional<String> groupName() {
    return Optional.ofNullable(groupName);
  }

  /** Since when. */
  public Instant created() {
    return created;
  }
}
