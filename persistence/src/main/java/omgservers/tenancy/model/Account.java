package omgservers.tenancy.model;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** Who can sign in, with one role and one secret. */
@Entity
public class Account {
  @Id private long id;

  @Enumerated(EnumType.STRING)
  private Role role;

  private String secret;
  private Instant created;

  protected Account() {}

  /** An account whose password has this salted hash. */
  public Account(long id, Role role, String secret, Instant created) {
    this.id = id;
    this.role = role;
    this.secret = secret;
    this.created = created;
  }

  /** Its id, the user id of the wire. */
  public long id() {
    return id;
  }

  /** Its role. */
  public Role role() {
    return role;
  }

  /** The salted hash of its password. */
  public String secret() {
    return secret;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }
}
