package omgservers.shared.security.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import omgservers.shared.sharding.Shards;

/** Which tokens are not accepted any more, in the directory: by user or API key, and by age. */
@ApplicationScoped
public class RevokedTokens {
  private static final int PRUNED_MAX = 1_000;

  private final Shards shards;

  /** Revoked tokens in the directory of these shards. */
  @Inject
  public RevokedTokens(Shards shards) {
    this.shards = shards;
  }

  protected RevokedTokens() {
    this(null);
  }

  /** The tokens of a user, or of an API key, that were issued before the moment. */
  public record Revoked(long subjectId, Instant before) {
    static Revoked of(Object[] row) {
      return new Revoked(((Number) row[0]).longValue(), ((Timestamp) row[1]).toInstant());
    }
  }

  /** Keeps the revocation; a later moment takes the place of an earlier one. */
  public void add(Revoked revoked) {
    shards
        .directory()
        .createNativeQuery(
            """
            insert into revocation (subject_id, before_moment) values (?1, ?2)
            on conflict (subject_id) do update
            set before_moment = greatest(revocation.before_moment, excluded.before_moment)
            """)
        .setParameter(1, revoked.subjectId)
        .setParameter(2, Timestamp.from(revoked.before))
        .executeUpdate();
  }

  /** What was revoked after the moment. */
  public List<Revoked> after(Instant moment) {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                "select subject_id, before_moment from revocation where before_moment > ?1")
            .setParameter(1, Timestamp.from(moment))
            .getResultList();
    return rows.stream().map(row -> Revoked.of((Object[]) row)).toList();
  }

  /** Forgets some of what was revoked before the moment. */
  public void prune(Instant before) {
    shards
        .directory()
        .createNativeQuery(
            "delete from revocation where subject_id in (select subject_id from revocation"
                + " where before_moment < ?1 order by before_moment limit ?2)")
        .setParameter(1, Timestamp.from(before))
        .setParameter(2, PRUNED_MAX)
        .executeUpdate();
  }
}
