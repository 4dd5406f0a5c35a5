package omgservers.shared.idempotency.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Calls that came with an Idempotency-Key, and their answers, in the directory. */
@ApplicationScoped
public class IdempotentCalls {
  private static final int PRUNED_MAX = 1_000;

  private final Shards shards;

  /** Calls in the directory of these shards. */
  @Inject
  public IdempotentCalls(Shards shards) {
    this.shards = shards;
  }

  protected IdempotentCalls() {
    this(null);
  }

  /** Under which key which account asked for what. */
  public record CallKey(long userId, String key, String fingerprint) {}

  /** An answer: status, Location, ETag and JSON body, each null when there is none. */
  public record Answer(int status, String location, String etag, String body) {}

  /** A call that came before: by whom it is or was served, and its answer once there is one. */
  public record Earlier(String fingerprint, String instance, Optional<Answer> answer) {}

  /** Takes the key for the instance; false when it is taken already. */
  public boolean begin(CallKey key, String instance, Instant now) {
    return shards
            .directory()
            .createNativeQuery(
                "insert into idempotent_call (user_id, key, fingerprint, instance, begun)"
                    + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
            .setParameter(1, key.userId)
            .setParameter(2, key.key)
            .setParameter(3, key.fingerprint)
            .setParameter(4, instance)
            .setParameter(5, Timestamp.from(now))
            .executeUpdate()
        == 1;
  }

  /** What came under the key before. */
  public Optional<Earlier> find(CallKey key) {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                "select fingerprint, instance, status, location, etag, body from idempotent_call"
                    + " where user_id = ?1 and key = ?2")
            .setParameter(1, key.userId)
            .setParameter(2, key.key)
            .getResultList();
    return rows.stream().map(row -> earlier((Object[]) row)).findFirst();
  }

  private static Earlier earlier(Object[] row) {
    Optional<Answer> answer =
        Optional.ofNullable((Number) row[2])
            .map(
                status ->
                    new Answer(
                        status.intValue(), (String) row[3], (String) row[4], (String) row[5]));
    return new Earlier((String) row[0], (String) row[1], answer);
  }

  /** Keeps the answer. */
  public void answered(CallKey key, Answer answer) {
    shards
        .directory()
        .createNativeQuery(
            "update idempotent_call set status = ?1, location = ?2, etag = ?3, body = ?4"
                + " where user_id = ?5 and key = ?6")
        .setParameter(1, answer.status)
        .setParameter(2, answer.location)
        .setParameter(3, answer.etag)
        .setParameter(4, answer.body)
        .setParameter(5, key.userId)
        .setParameter(6, key.key)
        .executeUpdate();
  }

  /** Nothing was changed under the key: it may be used again. */
  public void forget(CallKey key) {
    shards
        .directory()
        .createNativeQuery("delete from idempotent_call where user_id = ?1 and key = ?2")
        .setParameter(1, key.userId)
        .setParameter(2, key.key)
        .executeUpdate();
  }

  /** Forgets some of what began before the moment. */
  public void prune(Instant before) {
    shards
        .directory()
        .createNativeQuery(
            "delete from idempotent_call where (user_id, key) in (select user_id, key"
                + " from idempotent_call where begun < ?1 order by begun limit ?2)")
        .setParameter(1, Timestamp.from(before))
        .setParameter(2, PRUNED_MAX)
        .executeUpdate();
  }
}
