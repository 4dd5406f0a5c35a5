package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The running instances of the installation, each with its own number. Who lives is decided by the
 * clock of the directory's database: those of machines differ.
 */
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

  /** Where an instance is reached by itself: by players, and by game servers. */
  public record Addresses(URI players, URI runtimes) {}

  /**
   * An instance by its number, and when it last said that it runs.
   *
   * @param alive whether it said so lately enough to hold leases
   * @param draining whether it is about to stop, and sends everybody elsewhere
   * @param url where players reach it by itself; null if it did not say
   */
  public record Seen(int number, Instant seen, boolean alive, boolean draining, String url) {}

  /** All instances that hold or held a number, by number. */
  public List<Seen> all() {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                """
                select number, seen, expires > now(), draining, public_url
                from instance order by number
                """)
            .setMaxResults(Ids.INSTANCES)
            .getResultList();
    return rows.stream().map(row -> seen((Object[]) row)).toList();
  }

  private static Seen seen(Object[] row) {
    return new Seen(
        ((Number) row[0]).intValue(),
        ((Timestamp) row[1]).toInstant(),
        (Boolean) row[2],
        (Boolean) row[3],
        (String) row[4]);
  }

  /** Takes the lowest number that is free; the token proves later that it is still ours. */
  public int register(String token, Addresses addresses, Duration lease) {
    List<?> taken =
        shards
            .directory()
            .createNativeQuery(
                """
                insert into instance (number, token, seen, expires, public_url, internal_url)
                select min(n), ?1, now(), now() + ?2 * interval '1 millisecond', ?3, ?4
                from generate_series(0, ?5) as n
                where not exists (
                    select 1 from instance i where i.number = n
                    and i.seen > now() - ?6 * interval '1 millisecond')
                on conflict (number) do update set token = excluded.token, seen = excluded.seen,
                    expires = excluded.expires, draining = false,
                    public_url = excluded.public_url, internal_url = excluded.internal_url
                returning number
                """)
            .setParameter(1, token)
            .setParameter(2, lease.toMillis())
            .setParameter(3, addresses.players.toString())
            .setParameter(4, addresses.runtimes.toString())
            .setParameter(5, Ids.INSTANCES - 1)
            .setParameter(6, LEASE.toMillis())
            .getResultList();
    return ((Number) taken.get(0)).intValue();
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
