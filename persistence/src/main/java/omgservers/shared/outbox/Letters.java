package omgservers.shared.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.Slots;

/** The outbox and inbox of each shard. */
@ApplicationScoped
public class Letters {
  /** How long a shard remembers what it received; a sender gives up its copy long before. */
  public static final Duration MEMORY = Duration.ofDays(1);

  /** Why a letter waits that the instance which works on the shard cannot read. */
  public static final String UNREADABLE = "unknown to the build that works on the shard";

  /** What builds before decision 0045 say of such a letter. */
  private static final String UNREADABLE_BEFORE = "ClassNotFoundException:%";

  private final Shards shards;
  private final Holdings holdings;

  /** Letters of these shards, delivered by the instance that holds these. */
  @Inject
  public Letters(Shards shards, Holdings holdings) {
    this.shards = shards;
    this.holdings = holdings;
  }

  protected Letters() {
    this(null, null);
  }

  /** A letter as it lies in an outbox; so often it could not be delivered. */
  public record Letter(
      long seq, String id, long receiver, String kind, String body, int attempts) {}

  /** Puts a letter into the outbox of the shard that the present transaction works on. */
  public void add(int shard, long receiver, String kind, String body, Instant now) {
    add(shard, List.of(new Draft(receiver, kind, body)), now);
  }

  /** A letter that is to be put into an outbox. */
  public record Draft(long receiver, String kind, String body) {}

  /** Puts letters into the outbox of the shard, in this order, with one statement. */
  public void add(int shard, List<Draft> drafts, Instant now) {
    shards.gathered().addAll("outbox", drafts, all -> insert(shard, all, now));
  }

  private void insert(int shard, List<Draft> drafts, Instant now) {
    var insert =
        Shards.adding(
            shards.shard(shard),
            """
                insert into outbox (id, receiver, kind, body, written, due_at)
                select gen_random_uuid(), l.receiver, l.kind, l.body, ?1, ?1
                from unnest(?2, ?3, ?4) with ordinality as l(receiver, kind, body, place)
                order by l.place
                """);
    insert
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, drafts.stream().map(Draft::receiver).toArray(Long[]::new))
        .setParameter(3, drafts.stream().map(Draft::kind).toArray(String[]::new))
        .setParameter(4, drafts.stream().map(Draft::body).toArray(String[]::new))
        .executeUpdate();
  }

  /**
   * The next letters of the shard in order; a receiver that has one waiting blocks only itself.
   * None when another instance delivers them.
   */
  public List<Letter> due(int shard, Instant now, int max) {
    List<?> rows =
        shards
            .shard(shard)
            .createNativeQuery(
                """
                select o.seq, cast(o.id as text), o.receiver, o.kind, o.body, o.attempts
                from outbox o where o.due_at <= ?1 and not exists (
                    select 1 from outbox b
                    where b.receiver = o.receiver and b.seq < o.seq and b.due_at > ?1) and %s
                order by o.seq
                """
                    .formatted(Holdings.FENCED.formatted("?2")))
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, holdings.epoch(shard))
            .setMaxResults(max)
            .getResultList();
    return rows.stream().map(row -> letter((Object[]) row)).toList();
  }

  private static Letter letter(Object[] row) {
    return new Letter(
        ((Number) row[0]).longValue(),
        (String) row[1],
        ((Number) row[2]).longValue(),
        (String) row[3],
        (String) row[4],
        ((Number) row[5]).intValue());
  }

  /**
   * Letters that the instance which works on the shard cannot read, for one that can: of each
   * receiver the first that waits, so that none overtakes another.
   */
  public List<Letter> unread(int shard, int max) {
    List<?> rows =
        shards
            .shard(shard)
            .createNativeQuery(
                """
                select o.seq, cast(o.id as text), o.receiver, o.kind, o.body, o.attempts
                from outbox o where (o.reason = ?1 or o.reason like ?2) and not exists (
                    select 1 from outbox b where b.receiver = o.receiver and b.seq < o.seq)
                order by o.seq
                """)
            .setParameter(1, UNREADABLE)
            .setParameter(2, UNREADABLE_BEFORE)
            .setMaxResults(max)
            .getResultList();
    return rows.stream().map(row -> letter((Object[]) row)).toList();
  }

  /** Letters that could not be delivered under who worked on the shard before are due again. */
  public void retry(int shard, Instant now) {
    shards
        .shard(shard)
        .createNativeQuery(
            "update outbox set due_at = ?1 where attempts > 0 and due_at > ?1 and "
                + Holdings.FENCED.formatted("?2"))
        .setParameter(1, Timestamp.from(now))
        .setParameter(2, holdings.epoch(shard))
        .executeUpdate();
  }

  /** When the next letter of the shard may be delivered, if any waits. */
  public Optional<Instant> next(int shard) {
    Object next =
        shards.shard(shard).createNativeQuery("select min(due_at) from outbox").getSingleResult();
    return Optional.ofNullable((Timestamp) next).map(Timestamp::toInstant);
  }

  /** Remembers that these letters arrived on the shard; tells which of them had not before. */
  public Set<String> receive(int shard, List<Letter> arriving, Instant now) {
    List<?> fresh =
        Shards.adding(
                shards.shard(shard),
                """
                insert into inbox (id, received, slot)
                select cast(l.id as uuid), ?1, l.slot from unnest(?2, ?3) as l(id, slot)
                on conflict do nothing returning cast(id as text)
                """)
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, arriving.stream().map(Letter::id).toArray(String[]::new))
            .setParameter(
                3, arriving.stream().map(it -> Slots.of(it.receiver())).toArray(Integer[]::new))
            .getResultList();
    return fresh.stream().map(String.class::cast).collect(Collectors.toSet());
  }

  /**
   * Takes delivered letters out of the outbox of the shard, without waiting for the disk: what a
   * crash brings back is delivered again, and the receiving shard knows it.
   */
  public void delivered(int shard, Collection<Long> seqs) {
    shards
        .shard(shard)
        .createNativeQuery("select set_config('synchronous_commit', 'off', true)")
        .getSingleResult();
    var delete = shards.shard(shard).createNativeQuery("delete from outbox where seq = any(?1)");
    delete.setParameter(1, seqs.toArray(new Long[0])).executeUpdate();
  }

  /**
   * Letters could not be delivered: they wait, and with them what comes later for the receivers.
   */
  public void failed(int shard, Collection<Long> seqs, String why, Instant now) {
    shards
        .shard(shard)
        .createNativeQuery(
            """
            update outbox set attempts = attempts + 1, reason = ?1,
                due_at = cast(?2 as timestamptz) + interval '1 second' * least(power(2, least(attempts, 8)), 60)
            where seq = any(?3)
            """)
        .setParameter(1, why)
        .setParameter(2, Timestamp.from(now))
        .setParameter(3, seqs.toArray(new Long[0]))
        .executeUpdate();
  }

  /** Letters whose shard cannot be reached wait for it, which is no failure of theirs. */
  public void postpone(int shard, Collection<Long> seqs, Instant until) {
    shards
        .shard(shard)
        .createNativeQuery("update outbox set due_at = ?1 where seq = any(?2)")
        .setParameter(1, Timestamp.from(until))
        .setParameter(2, seqs.toArray(new Long[0]))
        .executeUpdate();
  }

  /** Forgets what the shard received too long ago to come again. */
  public void forget(int shard, Instant now) {
    shards
        .shard(shard)
        .createNativeQuery("delete from inbox where received < ?1")
        .setParameter(1, Timestamp.from(now.minus(MEMORY)))
        .executeUpdate();
  }
}
