package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** The last comparison of what the registry holds with what we know; in the directory. */
@ApplicationScoped
public class RegistryCheck {
  private final Shards shards;

  /** The comparison that the directory of these shards tells of. */
  @Inject
  public RegistryCheck(Shards shards) {
    this.shards = shards;
  }

  protected RegistryCheck() {
    this(null);
  }

  /** When it was, what it stumbled over if it did, and what it found as JSON. */
  public record Last(Instant dueAt, Instant checkedAt, String fault, String report) {}

  /** The last one, and when the next one is due. */
  public Last last() {
    Object[] row =
        (Object[])
            shards
                .directory()
                .createNativeQuery(
                    "select due_at, checked_at, fault, report from registry_check where id = 1")
                .getSingleResult();
    return new Last(
        ((Timestamp) row[0]).toInstant(),
        Optional.ofNullable((Timestamp) row[1]).map(Timestamp::toInstant).orElse(null),
        (String) row[2],
        (String) row[3]);
  }

  /** Whether the next one is due and nobody else makes it; if so the one after is due then. */
  public boolean take(Instant now, Instant next) {
    List<?> due =
        shards
            .directory()
            .createNativeQuery(
                "select id from registry_check where id = 1 and due_at <= ?1 for update skip locked")
            .setParameter(1, Timestamp.from(now))
            .getResultList();
    if (due.isEmpty()) {
      return false;
    }
    dueAt(next);
    return true;
  }

  /** The next one is due at the moment. */
  public void dueAt(Instant moment) {
    shards
        .directory()
        .createNativeQuery("update registry_check set due_at = ?1 where id = 1")
        .setParameter(1, Timestamp.from(moment))
        .executeUpdate();
  }

  /** It was made; what was found before is kept when this one stumbled. */
  public void made(Instant now, String fault, String report) {
    shards
        .directory()
        .createNativeQuery(
            """
            update registry_check set checked_at = ?1, fault = cast(?2 as text),
                report = coalesce(cast(?3 as text), report)
            where id = 1
            """)
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, fault)
        .setParameter(3, report)
        .executeUpdate();
  }
}
