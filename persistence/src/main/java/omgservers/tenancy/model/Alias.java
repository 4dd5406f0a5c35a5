package omgservers.tenancy.model;

import java.sql.Timestamp;
import java.time.Instant;

/** A name of a user, a tenant, a project or a stage. */
public record Alias(long entityId, String value, Instant created) {
  static Alias of(Object[] row) {
    return of(((Number) row[0]).longValue(), new Object[] {row[1], row[2]});
  }

  static Alias of(long id, Object[] row) {
    return new Alias(id, (String) row[0], ((Timestamp) row[1]).toInstant());
  }
}
