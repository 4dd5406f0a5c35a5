package omgservers.deployment.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.paging.Tally;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.DueRows;

/** Deployments with their lobbies and the seats in them. */
@ApplicationScoped
public class Deployments {
  /** At most this many deployments of a stage take players; all but the newest are to drain. */
  public static final int ACTIVE_MAX = 100;

  /** No more deployments of a stage are told at once than this, the newest. */
  public static final int TOLD_MAX = 1_000;

  /** A deployment has at most this many lobbies at once. */
  public static final int LOBBIES_MAX = 1_000;

  /** A step seats at most this many clients; the rest is seated by the next. */
  public static final int SEATS_MAX = 500;

  /** The deployments of a stage of which something may run. */
  public static final DueRows.Some OPEN_OF_STAGE =
      new DueRows.Some("deployment", "stage_id = ?1 and state <> 'CLOSED' order by id");

  /** No more places of versions are told than this. */
  private static final int PLACES_MAX = 10_000;

  private final Shards shards;

  /** Deployments of these shards. */
  @Inject
  public Deployments(Shards shards) {
    this.shards = shards;
  }

  protected Deployments() {
    this(null);
  }

  /** A lobby with the number of clients in it. */
  public record Filling(Lobby lobby, long clients) {}

  /** A deployment that is over, and its matchmaker. */
  public record Over(long id, long matchmakerId) {}

  /** A new deployment. */
  public void add(Deployment deployment) {
    shards.of(deployment.id()).persist(deployment);
  }

  /** A new lobby. */
  public void add(Lobby lobby) {
    shards.of(lobby.id()).persist(lobby);
  }

  /** A new seat. */
  public void add(LobbySeat seat) {
    shards.of(seat.deploymentId()).persist(seat);
  }

  /** The deployment. */
  public Optional<Deployment> find(long id) {
    return shards.find(Deployment.class, id);
  }

  /** The deployment, so that nobody else changes it meanwhile. */
  public Optional<Deployment> lock(long id) {
    return shards.lock(Deployment.class, id);
  }

  /** The deployments of the stage that take players, newest first. */
  public List<Deployment> active(long stage) {
    return shards
        .of(stage)
        .createQuery(
            """
            select d from Deployment d where d.stageId = :stage and d.state = :active
            order by d.id desc
            """,
            Deployment.class)
        .setParameter("stage", stage)
        .setParameter("active", Deployment.State.ACTIVE)
        .setMaxResults(ACTIVE_MAX)
        .getResultList();
  }

  /**
   * Some deployments of the stage that are closed and whose lobbies have ended, and no letter to
   * whose matchmaker is on its way.
   */
  public List<Over> over(long stage, int max) {
    List<?> rows =
        shards
            .of(stage)
            .createNativeQuery(
                """
                select d.id, d.matchmaker_id from deployment d
                where d.stage_id = ?1 and d.state = 'CLOSED'
                and not exists (select 1 from lobby l where l.deployment_id = d.id)
                and not exists (select 1 from outbox o where o.receiver = d.matchmaker_id)
                order by d.id
                """)
            .setParameter(1, stage)
            .setMaxResults(max)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(row -> new Over(((Number) row[0]).longValue(), ((Number) row[1]).longValue()))
        .toList();
  }

  /** Removes some seats of the deployment; how many. */
  public int removeSeats(long deployment) {
    return shards
        .of(deployment)
        .createNativeQuery(
            """
            delete from lobby_seat where client_id in (
                select client_id from lobby_seat where deployment_id = ?1 limit ?2)
            """)
        .setParameter(1, deployment)
        .setParameter(2, SEATS_MAX)
        .executeUpdate();
  }

  /** Removes the deployment. */
  public void remove(Deployment deployment) {
    shards.of(deployment.id()).remove(deployment);
  }

  /** The deployment of the stage, if it is its own. */
  public Optional<Deployment> find(long stage, long id) {
    return shards
        .findBeside(Deployment.class, stage, id)
        .filter(deployment -> deployment.stageId() == stage);
  }

  /** Deployments of the stage. */
  public List<Deployment> list(long stage, Deployment.State state, Slice slice) {
    return new Listing<>(Deployment.class, slice)
        .where("e.stageId = :stage", "stage", stage)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(stage));
  }

  /** A version and a stage that it is deployed on. */
  public record Place(long version, long stage) {}

  /** Where these versions of one tenant are deployed and not over yet. */
  public List<Place> places(long tenant, Collection<Long> versions) {
    if (versions.isEmpty()) {
      return List.of();
    }
    return shards
        .of(tenant)
        .createQuery(
            """
            select distinct new omgservers.deployment.model.Deployments$Place(d.versionId, d.stageId)
            from Deployment d where d.versionId in :versions and d.state <> :closed
            order by d.stageId
            """,
            Place.class)
        .setParameter("versions", versions)
        .setParameter("closed", Deployment.State.CLOSED)
        .setMaxResults(PLACES_MAX)
        .getResultList();
  }

  /** How many lobbies each of these deployments of one tenant has. */
  public Map<Long, Long> lobbyCounts(long tenant, Collection<Long> deployments) {
    return Tally.of(
        shards.of(tenant),
        """
        select l.deploymentId, count(l) from Lobby l
        where l.deploymentId in :ids
            and l.state <> omgservers.deployment.model.Lobby.State.CLOSED
        group by l.deploymentId
        """,
        deployments);
  }

  /** Lobbies of the deployment. */
  public List<Lobby> listLobbies(long deployment, Slice slice) {
    return new Listing<>(Lobby.class, slice)
        .where("e.deploymentId = :deployment", "deployment", deployment)
        .fetch(shards.of(deployment));
  }

  /** How many clients sit in each of these lobbies of one tenant. */
  public Map<Long, Long> clientCounts(long tenant, Collection<Long> lobbies) {
    return Tally.of(
        shards.of(tenant),
        "select s.lobbyId, count(s) from LobbySeat s where s.lobbyId in :ids group by s.lobbyId",
        lobbies);
  }

  /** The lobbies of the deployment with their clients, oldest first. */
  public List<Filling> lobbies(long deployment) {
    return shards
        .of(deployment)
        .createQuery(
            """
            select new omgservers.deployment.model.Deployments$Filling(l,
                (select count(s) from LobbySeat s where s.lobbyId = l.id))
            from Lobby l where l.deploymentId = :deployment order by l.id
            """,
            Filling.class)
        .setParameter("deployment", deployment)
        .setMaxResults(LOBBIES_MAX)
        .getResultList();
  }

  /** The lobby that the runtime runs. */
  public Optional<Lobby> lobby(long id) {
    return shards.find(Lobby.class, id);
  }

  /** The lobby of the deployment, if it is its own. */
  public Optional<Lobby> lobby(long deployment, long id) {
    return shards
        .findBeside(Lobby.class, deployment, id)
        .filter(lobby -> lobby.deploymentId() == deployment);
  }

  /** The lobby is gone; those who sat in it wish for another. */
  public void remove(Lobby lobby) {
    shards
        .of(lobby.id())
        .createQuery("update LobbySeat s set s.lobbyId = null where s.lobbyId = :lobby")
        .setParameter("lobby", lobby.id())
        .executeUpdate();
    shards.of(lobby.id()).remove(lobby);
  }

  /** The seat or wish of the client at the deployment. */
  public Optional<LobbySeat> seat(long deployment, long client) {
    return Optional.ofNullable(shards.of(deployment).find(LobbySeat.class, client));
  }

  /**
   * Reads the seats of these clients on the shard with one statement, for those who ask for one.
   */
  public void readSeats(int shard, Collection<Long> clients) {
    shards
        .shard(shard)
        .createQuery("select s from LobbySeat s where s.clientId in :clients", LobbySeat.class)
        .setParameter("clients", clients)
        .getResultList();
  }

  /** Removes the seat. */
  public void remove(LobbySeat seat) {
    shards.of(seat.deploymentId()).remove(seat);
  }

  /** Who waits for a lobby, longest first. */
  public List<LobbySeat> waiting(long deployment) {
    return shards
        .of(deployment)
        .createQuery(
            """
            select s from LobbySeat s
            where s.deploymentId = :deployment and s.lobbyId is null order by s.created
            """,
            LobbySeat.class)
        .setParameter("deployment", deployment)
        .setMaxResults(SEATS_MAX)
        .getResultList();
  }
}
