package omgservers.tenancy.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** A customer of the installation: owns projects, and everything below them. */
@Entity
public class Tenant {
  @Id private long id;
  private Instant created;

  protected Tenant() {}

  /** A tenant without projects. */
  public Tenant(long id, Instant created) {
    this.id = id;
    this.created = created;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }
}
