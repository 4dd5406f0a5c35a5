package omgservers.deployment.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Deployments with their lobbies and the seats in them. */
@ApplicationScoped
public class Deployments {
  /** No more deployments of a stage are shown or drained than this, the newest. */
  public static final int DEPLOYMENTS_MAX = 1_000;

  /** A deployment has at most this many lobbies at once. */
  public static final int LOBBIES_MAX = 1_000;

  /** A step seats at most this many clients; the rest is seated by the next. */
  public static final int SEATS_MAX = 500;

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

  /** The newest deployment of the stage that takes players. */
  public Optional<Deployment> active(long stage) {
    return ofStage(stage).stream()
        .filter(deployment -> deployment.state() == Deployment.State.ACTIVE)
        .findFirst();
  }

  /** The deployments of the stage, newest first. */
  public List<Deployment> ofStage(long stage) {
    return shards
        .of(stage)
        .createQuery(
            "select d from Deployment d where d.stageId = :stage order by d.id desc",
            Deployment.class)
        .setParameter("stage", stage)
        .setMaxResults(DEPLOYMENTS_MAX)
        .getResultList();
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
