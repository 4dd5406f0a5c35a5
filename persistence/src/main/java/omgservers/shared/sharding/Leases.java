package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leases on shards in the directory, by the clock of its database alone, and the fence on each
 * shard, which keeps out who works under a lease that another one has since taken. Decision 0037.
 */
@ApplicationScoped
public class Leases {
  /** A server that stops in the middle of a turn must not stop the others for longer. */
  private static final Duration TURN_MAX = Duration.ofSeconds(3);

  private final Shards shards;

  /** Leases on these shards. */
  @Inject
  public Leases(Shards shards) {
    this.shards = shards;
  }

  protected Leases() {
    this(null);
  }

  /**
   * An instance that takes part.
   *
   * @param number its number, and by which token it holds that
   * @param draining whether it gives up what it holds, and takes nothing; somebody else may have
   *     said so, too
   * @param lease how long it is believed to live when it is not heard of
   */
  public record Part(int number, String token, boolean draining, Duration lease) {}

  /**
   * What an instance has after its turn.
   *
   * @param epochs the shards that it holds, and the epochs of their leases
   * @param others how many other instances were heard of lately
   * @param peers where those live, by token, that live and do not drain
   */
  public record Turn(
      Map<Integer, Long> epochs, int others, Map<String, Instances.Addresses> peers) {}

  /**
   * One turn of an instance: it says that it lives, makes its leases longer, gives up what others
   * should have and takes what is free for it; empty when another instance has its number. To be
   * called in a transaction of its own, often enough.
   */
  public Optional<Turn> turn(Part part) {
    EntityManager directory = shards.directory();
    directory
        .createNativeQuery("select set_config('idle_in_transaction_session_timeout', ?1, true)")
        .setParameter(1, Long.toString(TURN_MAX.toMillis()))
        .getSingleResult();
    // The rows that all turns lock first, so that they come one after the other.
    List<FairShares.Lease> leases = leases(directory, part.token);
    if (leases.size() < shards.count()) {
      add(directory, shards.count());
      leases = leases(directory, part.token);
    }
    Optional<Boolean> wasAlive = live(directory, part);
    if (wasAlive.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Instances.Addresses> workers = workers(directory);
    // Who was away for as long as a lease cannot tell whether the others were, too: they come
    // first.
    FairShares shares =
        FairShares.of(leases, List.copyOf(workers.keySet()), part.token, wasAlive.get());
    give(directory, part.token, shares.given());
    renew(directory, part);
    take(directory, part, shares.taken());
    return Optional.of(
        new Turn(epochs(directory, part.token), others(directory, part.token), workers));
  }

  private static void add(EntityManager directory, int count) {
    directory
        .createNativeQuery(
            """
            insert into shard_lease (shard, epoch, expires)
            select n, 0, now() from generate_series(0, ?1) as n on conflict do nothing
            """)
        .setParameter(1, count - 1)
        .executeUpdate();
  }

  /** What is its own and ran out while nobody took it, it still holds. */
  private static List<FairShares.Lease> leases(EntityManager directory, String token) {
    List<?> rows =
        directory
            .createNativeQuery(
                """
                select shard, holder,
                    holder is null or (holder <> ?1 and expires <= clock_timestamp())
                from shard_lease order by shard for update
                """)
            .setParameter(1, token)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new FairShares.Lease(
                    ((Number) row[0]).intValue(), (String) row[1], (Boolean) row[2]))
        .toList();
  }

  /** Says that the instance lives; whether it still did, empty when its number is not its own. */
  private static Optional<Boolean> live(EntityManager directory, Part part) {
    List<?> before =
        directory
            .createNativeQuery(
                "select expires > clock_timestamp() from instance where number = ?1 and token = ?2 for update")
            .setParameter(1, part.number)
            .setParameter(2, part.token)
            .getResultList();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    directory
        .createNativeQuery(
            """
            update instance set seen = clock_timestamp(), draining = draining or ?1,
                expires = clock_timestamp() + ?2 * interval '1 millisecond'
            where number = ?3
            """)
        .setParameter(1, part.draining)
        .setParameter(2, part.lease.toMillis())
        .setParameter(3, part.number)
        .executeUpdate();
    return Optional.of((Boolean) before.get(0));
  }

  /** In the order of numbers; instances of the version before take no part and have no address. */
  private static Map<String, Instances.Addresses> workers(EntityManager directory) {
    List<?> rows =
        directory
            .createNativeQuery(
                """
                select token, public_url, internal_url from instance
                where expires > clock_timestamp() and not draining and public_url is not null
                order by number
                """)
            .getResultList();
    Map<String, Instances.Addresses> workers = new LinkedHashMap<>();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      workers.put(
          (String) columns[0],
          new Instances.Addresses(
              URI.create((String) columns[1]), URI.create((String) columns[2])));
    }
    return workers;
  }

  private static int others(EntityManager directory, String token) {
    Object count =
        directory
            .createNativeQuery(
                "select count(*) from instance where seen > clock_timestamp() - ?1 * interval '1 millisecond'"
                    + " and token <> ?2")
            .setParameter(1, Instances.LEASE.toMillis())
            .setParameter(2, token)
            .getSingleResult();
    return ((Number) count).intValue();
  }

  private static void give(EntityManager directory, String token, List<Integer> given) {
    if (!given.isEmpty()) {
      directory
          .createNativeQuery(
              "update shard_lease set holder = null where holder = ?1 and shard = any(?2)")
          .setParameter(1, token)
          .setParameter(2, given.toArray(new Integer[0]))
          .executeUpdate();
    }
  }

  private static void renew(EntityManager directory, Part part) {
    directory
        .createNativeQuery(
            """
            update shard_lease set expires = clock_timestamp() + ?1 * interval '1 millisecond'
            where holder = ?2
            """)
        .setParameter(1, part.lease.toMillis())
        .setParameter(2, part.token)
        .executeUpdate();
  }

  private static void take(EntityManager directory, Part part, Collection<Integer> taken) {
    if (!taken.isEmpty()) {
      directory
          .createNativeQuery(
              """
              update shard_lease set holder = ?1, epoch = epoch + 1,
                  expires = clock_timestamp() + ?2 * interval '1 millisecond'
              where shard = any(?3)
              """)
          .setParameter(1, part.token)
          .setParameter(2, part.lease.toMillis())
          .setParameter(3, taken.toArray(new Integer[0]))
          .executeUpdate();
    }
  }

  private static Map<Integer, Long> epochs(EntityManager directory, String token) {
    List<?> rows =
        directory
            .createNativeQuery("select shard, epoch from shard_lease where holder = ?1")
            .setParameter(1, token)
            .getResultList();
    Map<Integer, Long> epochs = new TreeMap<>();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      epochs.put(((Number) columns[0]).intValue(), ((Number) columns[1]).longValue());
    }
    return epochs;
  }

  /** Gives up all that the instance holds. */
  public void giveAll(String token) {
    shards
        .directory()
        .createNativeQuery("update shard_lease set holder = null where holder = ?1")
        .setParameter(1, token)
        .executeUpdate();
  }

  /**
   * Closes the shard to all who work under an earlier epoch; the epoch under which it is open now,
   * which is a later one if another instance was faster.
   */
  public long close(int shard, long epoch) {
    EntityManager entityManager = shards.shard(shard);
    entityManager
        .createNativeQuery("update fence set epoch = ?1 where epoch < ?1")
        .setParameter(1, epoch)
        .executeUpdate();
    Object open = entityManager.createNativeQuery("select epoch from fence").getSingleResult();
    return ((Number) open).longValue();
  }

  /** Whether the shard is open to who works under the epoch. */
  public boolean isOpen(int shard, long epoch) {
    return !shards
        .shard(shard)
        .createNativeQuery("select epoch from fence where epoch = ?1")
        .setParameter(1, epoch)
        .getResultList()
        .isEmpty();
  }

  /** The instance drains from its next turn on; false when there is none of this number. */
  public boolean drain(int number) {
    return shards
            .directory()
            .createNativeQuery(
                "update instance set draining = true where number = ?1 and expires > now()")
            .setParameter(1, number)
            .executeUpdate()
        == 1;
  }

  /**
   * The shard knows of this later epoch although the instance holds the lease, as after one of both
   * databases was restored: the lease gets the next one.
   */
  public void skip(int shard, String token, long epoch) {
    shards
        .directory()
        .createNativeQuery(
            "update shard_lease set epoch = ?1 + 1 where shard = ?2 and holder = ?3 and epoch <= ?1")
        .setParameter(1, epoch)
        .setParameter(2, shard)
        .setParameter(3, token)
        .executeUpdate();
  }

  /** A shard and the number of the instance that holds it. */
  public record Held(int shard, int instance) {}

  /** Which instance holds which shard; shards that nobody holds are left out. */
  public List<Held> held() {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                """
                select l.shard, i.number from shard_lease l join instance i on i.token = l.holder
                where l.expires > now() order by l.shard
                """)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Held(((Number) row[0]).intValue(), ((Number) row[1]).intValue()))
        .toList();
  }
}
