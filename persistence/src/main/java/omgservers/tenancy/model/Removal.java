package omgservers.tenancy.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the deletion of a tenant, project, stage or version is: since when and by whose wish it
 * goes, when it is looked at again, and what it waits for. Nothing of it is set while the row is
 * ACTIVE.
 */
@Embeddable
public class Removal {
  @Column(name = "removal_since")
  private Instant since;

  @Column(name = "removal_by")
  private Long by;

  @Enumerated(EnumType.STRING)
  @Column(name = "removal_role")
  private Role role;

  @Column(name = "due_at")
  private Instant dueAt;

  private int attempts;
  private String reason;

  /** Nothing is deleted yet. */
  public Removal() {}

  /** Whose wish a deletion is; what goes with something larger goes by the wish of the larger. */
  public record Beginner(long userId, Role role) {}

  /** The deletion begins, and is due at once. */
  public void begin(Beginner beginner, Instant now) {
    since = now;
    by = beginner.userId;
    role = beginner.role;
    dueAt = now;
  }

  /** Since when it goes. */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /** By whose wish it goes. */
  public Beginner beginner() {
    if (by == null) {
      throw new IllegalStateException("nothing is being deleted");
    }
    return new Beginner(by, role);
  }

  /** What it waits for, or why its last step failed. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** How often its step failed in a row. */
  public int attempts() {
    return attempts;
  }

  /** A step of it is done; it waits for this, and is looked at again then. */
  public void stepped(String waitsFor, Instant next) {
    attempts = 0;
    reason = waitsFor;
    dueAt = next;
  }

  /** Something below it is gone: it is looked at again then, or earlier as it was planned. */
  public void dueBy(Instant moment) {
    if (since != null && (dueAt == null || moment.isBefore(dueAt))) {
      dueAt = moment;
    }
  }
}
