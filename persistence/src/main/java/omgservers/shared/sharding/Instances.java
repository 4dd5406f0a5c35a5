package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The running instances of the installation, each with its own number. */
@ApplicationScoped
public class Instances {
  /** An instance that was not seen for this long has lost its number. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  private final Shards shards;

  /** Instances as the directory of these shards knows them. */
  @Inject
  public Instances(Shards shards) {
    this.shards = shards;
  }

  protected Instances() {
    this(null);
  }

  /** An instance by its number, and when it last said that it runs. */
  public record Seen(int number, Instant seen) {}

  /** All instances that hold or held a number, by number. */
  public List<Seen> all() {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery("select number, seen from instance order by number")
            .setMaxResults(Ids.INSTANCES)
            .getResultList();
    return rows.stream().map(row -> seen((Object[]) row)).toList();
  }

  private static Seen seen(Object[] row) {
    return new Seen(((Number) row[0]).intValue(), ((Timestamp) row[1]).toInstant());
  }

  /** Takes the lowest number that is free; the token proves later that it is still ours. */
  public int register(String token, Instant now) {
    List<?> taken =
        shards
            .directory()
            .createNativeQuery(
                """
                insert into instance (number, token, seen)
                select min(n), ?1, ?2 from generate_series(0, ?3) as n
                where not exists (
                    select 1 from instance i where i.number = n and i.seen > ?4)
                on conflict (number) do update set token = excluded.token, seen = excluded.seen
                returning number
                """)
            .setParameter(1, token)
            .setParameter(2, Timestamp.from(now))
            .setParameter(3, Ids.INSTANCES - 1)
            .setParameter(4, Timestamp.from(now.minus(LEASE)))
            .getResultList();
    return ((Number) taken.get(0)).intValue();
  }

  /** Keeps the number; false when another instance took it meanwhile. */
  public boolean keep(int number, String token, Instant now) {
    int kept =
        shards
            .directory()
            .createNativeQuery("update instance set seen = ?1 where number = ?2 and token = ?3")
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, number)
            .setParameter(3, token)
            .executeUpdate();
    return kept == 1;
  }

  /** Gives the number back at an orderly stop. */
  public void leave(int number, String token) {
    shards
        .directory()
        .createNativeQuery("delete from instance where number = ?1 and token = ?2")
        .setParameter(1, number)
        .setParameter(2, token)
        .executeUpdate();
  }
}
