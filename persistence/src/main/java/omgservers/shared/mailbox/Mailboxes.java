package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.Slots;

/**
 * What waits for clients and runtimes: durable, in the order of ids, until it is acknowledged. The
 * body is kept as the JSON text that it came as, so that numbers stay what they were.
 */
@ApplicationScoped
public class Mailboxes {
  private static final int BATCH_MAX = 256;

  private final Shards shards;

  /** Mailboxes of these shards. */
  @Inject
  public Mailboxes(Shards shards) {
    this.shards = shards;
  }

  protected Mailboxes() {
    this(null);
  }

  /** A message that waits; the body is JSON. */
  public record Message(long id, long owner, String qualifier, String body) {}

  /** Adds a message to its owner's mailbox. */
  public void add(Message message) {
    shards.gathered().add("message", message, this::insert);
  }

  private void insert(List<Message> messages) {
    var insert =
        Shards.adding(
            shards.of(messages.get(0).owner),
            """
                insert into message (id, owner_id, qualifier, body)
                select m.id, m.owner, m.qualifier, m.body
                from unnest(?1, ?2, ?3, ?4) as m(id, owner, qualifier, body)
                """);
    insert
        .setParameter(1, messages.stream().map(Message::id).toArray(Long[]::new))
        .setParameter(2, messages.stream().map(Message::owner).toArray(Long[]::new))
        .setParameter(3, messages.stream().map(Message::qualifier).toArray(String[]::new))
        .setParameter(4, messages.stream().map(Message::body).toArray(String[]::new))
        .executeUpdate();
  }

  /** Adds a message unless so many wait for its owner already; whether it was added. */
  public boolean offer(Message message, int most) {
    shards.gathered().flush();
    int added =
        shards
            .of(message.owner)
            .createNativeQuery(
                """
                insert into message (id, owner_id, qualifier, body)
                select ?1, ?2, ?3, ?4
                where not exists (select 1 from message where owner_id = ?2 offset ?5 limit 1)
                """)
            .setParameter(1, message.id)
            .setParameter(2, message.owner)
            .setParameter(3, message.qualifier)
            .setParameter(4, message.body)
            .setParameter(5, most - 1)
            .executeUpdate();
    return added == 1;
  }

  /** What the owner sends under this number is new: nothing with it or a later one came before. */
  public boolean take(long owner, long number) {
    int taken =
        shards
            .of(owner)
            .createNativeQuery(
                """
                insert into taken (owner_id, number) values (?1, ?2)
                on conflict (owner_id) do update set number = excluded.number
                where taken.number < excluded.number
                """)
            .setParameter(1, owner)
            .setParameter(2, number)
            .executeUpdate();
    return taken == 1;
  }

  /** The last number that was taken from the owner; 0 if none was. */
  public long taken(long owner) {
    List<?> numbers =
        shards
            .of(owner)
            .createNativeQuery("select number from taken where owner_id = ?1")
            .setParameter(1, owner)
            .getResultList();
    return numbers.isEmpty() ? 0 : ((Number) numbers.get(0)).longValue();
  }

  /** What waits for the owner, oldest first, a batch at most. */
  public List<Message> waiting(long owner) {
    shards.gathered().flush();
    List<?> rows =
        shards
            .of(owner)
            .createNativeQuery(
                "select id, owner_id, qualifier, body from message where owner_id = ?1 order by id")
            .setParameter(1, owner)
            .setMaxResults(BATCH_MAX)
            .getResultList();
    return rows.stream().map(row -> message((Object[]) row)).toList();
  }

  /** Whose mailboxes on the shard other instances put something into since the moment. */
  public List<Long> addressees(int shard, Instant since, int instance) {
    List<?> owners =
        shards
            .shard(shard)
            .createNativeQuery(
                """
                select distinct owner_id from message
                where id >= ?1 and (id >> ?2) & ?3 <> ?4
                """)
            .setParameter(1, Slots.from(since))
            .setParameter(2, Slots.SEQUENCE_BITS)
            .setParameter(3, Ids.INSTANCES - 1)
            .setParameter(4, instance)
            .getResultList();
    return owners.stream().map(owner -> ((Number) owner).longValue()).toList();
  }

  private static Message message(Object[] row) {
    return new Message(
        ((Number) row[0]).longValue(),
        ((Number) row[1]).longValue(),
        (String) row[2],
        (String) row[3]);
  }

  /** The owner has these; ids of other mailboxes are left alone. */
  public void acknowledge(long owner, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    shards.gathered().flush();
    EntityManager entityManager = shards.of(owner);
    entityManager
        .createNativeQuery("delete from message where owner_id = ?1 and id = any(?2)")
        .setParameter(1, owner)
        .setParameter(2, ids.toArray(new Long[0]))
        .executeUpdate();
  }

  /** How many messages wait for the owner. */
  public int depth(long owner) {
    shards.gathered().flush();
    Object count =
        shards
            .of(owner)
            .createNativeQuery("select count(*) from message where owner_id = ?1")
            .setParameter(1, owner)
            .getSingleResult();
    return ((Number) count).intValue();
  }

  /** The owner is gone for good. */
  public void empty(long owner) {
    shards.gathered().flush();
    shards
        .of(owner)
        .createNativeQuery("delete from taken where owner_id = ?1")
        .setParameter(1, owner)
        .executeUpdate();
    shards
        .of(owner)
        .createNativeQuery("delete from message where owner_id = ?1")
        .setParameter(1, owner)
        .executeUpdate();
  }
}
