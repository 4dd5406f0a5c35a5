package omgservers.player.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.paging.Tally;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.DueRows;

/** Players and their clients; each user's on one shard. */
@ApplicationScoped
public class Players {
  /** No more clients of a player are told at once than this, the newest. */
  public static final int CLIENTS_MAX = 1_000;

  /** The players of a stage that are not being erased. */
  public static final DueRows.Some ACTIVE_ON_STAGE =
      new DueRows.Some("player", "stage_id = ?1 and state = 'ACTIVE' order by id");

  /** The players of a stage that are being erased and have no client any more. */
  public static final DueRows.Some ERASED_ON_STAGE =
      new DueRows.Some(
          "player",
          """
          stage_id = ?1 and state <> 'ACTIVE'
          and not exists (select 1 from client c where c.player_id = player.id)
          """);

  /** The clients of a stage that have ended and got all their messages. */
  public static final DueRows.Some DONE_ON_STAGE =
      new DueRows.Some(
          "client",
          """
          stage_id = ?1 and state = 'DELETED'
          and not exists (select 1 from message m where m.owner_id = client.id)
          order by due_at desc
          """);

  private final Shards shards;

  /** Players of these shards. */
  @Inject
  public Players(Shards shards) {
    this.shards = shards;
  }

  protected Players() {
    this(null);
  }

  /** A new player. */
  public void add(Player player) {
    shards.of(player.id()).persist(player);
  }

  /** A new client. */
  public void add(Client client) {
    shards.of(client.id()).persist(client);
  }

  /** The player of the client. */
  public Player get(long id) {
    return shards.find(Player.class, id).orElseThrow();
  }

  /** The player, so that nobody else changes it meanwhile. */
  public Optional<Player> lock(long id) {
    return shards.lock(Player.class, id);
  }

  /** What the user is on the stage, so that nobody else changes it meanwhile. */
  public Optional<Player> lock(long user, long stage) {
    return byStage(user, stage)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /** Whether the player is being erased, as far as that is committed. */
  public boolean isErased(long id) {
    return !shards
        .of(id)
        .createQuery(
            """
            select p.id from Player p where p.id = :id
                and p.state = omgservers.tenancy.model.Life.DELETING
            """,
            Long.class)
        .setParameter("id", id)
        .getResultList()
        .isEmpty();
  }

  private TypedQuery<Player> byStage(long user, long stage) {
    return shards
        .of(user)
        .createQuery(
            "select p from Player p where p.userId = :user and p.stageId = :stage", Player.class)
        .setParameter("user", user)
        .setParameter("stage", stage);
  }

  /** Players of the stage that lie on the shard; null means of any user. */
  public List<Player> list(int shard, long stage, Long user, Slice slice) {
    return new Listing<>(Player.class, slice)
        .where("e.stageId = :stage", "stage", stage)
        .where("e.userId = :user", "user", user)
        .fetch(shards.shard(shard));
  }

  /** Whether the user is a player on any stage. */
  public boolean playsAnywhere(long user) {
    return !shards
        .of(user)
        .createQuery("select p.id from Player p where p.userId = :user", Long.class)
        .setParameter("user", user)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** Removes the player, at once and not only when the transaction ends. */
  public void remove(Player player) {
    shards.of(player.id()).remove(player);
    flush(player);
  }

  /** Writes what was changed so far, so that the player tells its new version. */
  public void flush(Player player) {
    shards.of(player.id()).flush();
  }

  /** The clients of the player, newest first, also those that have ended. */
  public List<Client> clientsOf(Player player, int max) {
    return shards
        .of(player.id())
        .createQuery(
            "select c from Client c where c.playerId = :player order by c.id desc", Client.class)
        .setParameter("player", player.id())
        .setMaxResults(max)
        .getResultList();
  }

  /** Clients of the player that have not ended. */
  public List<Client> livingClientsOf(Player player, int max) {
    return shards
        .of(player.id())
        .createQuery(
            """
            select c from Client c where c.playerId = :player
                and c.state <> omgservers.player.model.Client.State.DELETED
            order by c.id
            """,
            Client.class)
        .setParameter("player", player.id())
        .setMaxResults(max)
        .getResultList();
  }

  /** What the user is on the stage, if they were there before. */
  public Optional<Player> find(long user, long stage) {
    return byStage(user, stage).getResultStream().findFirst();
  }

  /** Which clients are wanted; null means any. */
  public record Wish(Long deployment, Long user, Client.State state) {}

  /** Clients of the stage that lie on the shard. */
  public List<Client> listClients(int shard, long stage, Wish wish, Slice slice) {
    return new Listing<>(Client.class, slice)
        .where("e.stageId = :stage", "stage", stage)
        .where("e.deploymentId = :deployment", "deployment", wish.deployment)
        .where("e.userId = :user", "user", wish.user)
        .where("e.state = :state", "state", wish.state)
        .fetch(shards.shard(shard));
  }

  /** How many clients of the shard play on each of these deployments. */
  public Map<Long, Long> clientCounts(int shard, Collection<Long> deployments) {
    return Tally.of(
        shards.shard(shard),
        """
        select c.deploymentId, count(c) from Client c
        where c.deploymentId in :ids
            and c.state <> omgservers.player.model.Client.State.DELETED
        group by c.deploymentId
        """,
        deployments);
  }

  /** The client is forgotten. */
  public void remove(Client client) {
    shards.of(client.id()).remove(client);
  }

  /** The client. */
  public Optional<Client> client(long id) {
    return shards.find(Client.class, id);
  }

  /** The clients of the user that have not ended and are older than the moment. */
  public List<Client> aliveOf(long user, Instant before) {
    return shards
        .of(user)
        .createQuery(
            """
            select c from Client c
            where c.userId = :user and c.created < :before and c.state <> :deleted order by c.id
            """,
            Client.class)
        .setParameter("user", user)
        .setParameter("before", before)
        .setParameter("deleted", Client.State.DELETED)
        .setMaxResults(ALIVE_MAX)
        .getResultList();
  }

  /** So many clients of one user are looked at in one transaction. */
  public static final int ALIVE_MAX = 200;

  /** The client, so that nobody else moves it meanwhile. */
  public Optional<Client> lockClient(long id) {
    return shards.lock(Client.class, id);
  }

  /**
   * Those of these clients of the shard that have not ended were heard of, and expire at the
   * deadline. One that is being worked on is passed over.
   */
  public void heard(int shard, Collection<Long> ids, Instant now, Instant deadline) {
    shards
        .shard(shard)
        .createNativeQuery(
            """
            update client set seen = ?2, due_at = ?3
            where id in (select id from client where id = any(?1) and state <> 'DELETED'
                order by id for update skip locked)
            """)
        .setParameter(1, ids.toArray(new Long[0]))
        .setParameter(2, Timestamp.from(now))
        .setParameter(3, Timestamp.from(deadline))
        .executeUpdate();
  }

  /** No client of the shard that has not ended expires before the deadline. */
  public void spare(int shard, Instant deadline) {
    shards
        .shard(shard)
        .createNativeQuery("update client set due_at = ?1 where state <> 'DELETED' and due_at < ?1")
        .setParameter(1, Timestamp.from(deadline))
        .executeUpdate();
  }

  /** Locks these clients of the shard, and reads their players, with one statement each. */
  public void lockClients(int shard, Collection<Long> ids) {
    EntityManager entityManager = shards.shard(shard);
    shards.lockAll(
        Client.class,
        entityManager
            .createQuery("select c from Client c where c.id in :ids order by c.id", Client.class)
            .setParameter("ids", ids),
        ids);
    // Whoever asks for one of them finds it in the persistence context.
    entityManager
        .createQuery(
            """
            select p from Player p
            where p.id in (select c.playerId from Client c where c.id in :ids)
            """,
            Player.class)
        .setParameter("ids", ids)
        .getResultList();
  }
}
