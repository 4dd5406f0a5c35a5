package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omgservers.deployment.DeploymentMail;
import omgservers.matchmaking.MatchmakingMail;
import omgservers.player.model.Client;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.mailbox.Post;
import omgservers.shared.outbox.Coming;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Json;

/** Receives what clients are told, in the transaction of the delivery. */
@ApplicationScoped
class ClientDesk {
  /** The status of answers to those who send too much. */
  private static final int TOO_MANY = 429;

  private final Players players;
  private final ClientStaff staff;
  private final Outbox outbox;
  private final Post post;
  private final Erasure erasure;
  private final ProfileDesk profiles;

  @Inject
  ClientDesk(
      Players players,
      ClientStaff staff,
      Outbox outbox,
      Post post,
      Erasure erasure,
      ProfileDesk profiles) {
    this.players = players;
    this.staff = staff;
    this.outbox = outbox;
    this.post = post;
    this.erasure = erasure;
    this.profiles = profiles;
  }

  protected ClientDesk() {
    this(null, null, null, null, null, null);
  }

  void coming(@Observes Coming letters) {
    List<Long> moving =
        new ArrayList<>(letters.ids(RuntimeNews.Moves.class, RuntimeNews.Moves::receiver));
    // Whoever locks a player and its clients begins with the player.
    moving.removeAll(letters.ids(RuntimeNews.ProfileSet.class, RuntimeNews.ProfileSet::receiver));
    moving.removeAll(
        letters.ids(RuntimeNews.ProfileAsked.class, RuntimeNews.ProfileAsked::receiver));
    if (moving.size() > 1) {
      players.lockClients(letters.shard(), moving);
    }
  }

  void moves(@Observes RuntimeNews.Moves mail) {
    Optional<Client> alive = alive(mail.receiver());
    if (alive.isEmpty()) {
      outbox.send(
          mail.qualifier() == RuntimeQualifier.LOBBY
              ? new DeploymentMail.ClientLeft(mail.sender(), mail.receiver())
              : new MatchmakingMail.ClientGone(mail.sender(), mail.receiver()));
      return;
    }
    Client client = alive.get();
    if (client.isIn(mail.runtime())) {
      return;
    }
    staff.leave(client);
    if (mail.qualifier() == RuntimeQualifier.MATCH) {
      outbox.send(new DeploymentMail.ClientLeft(client.deploymentId(), client.id()));
    }
    client.move(mail.runtime(), mail.qualifier());
    Player player = players.get(client.playerId());
    outbox.send(
        new RuntimeMail.AssignClient(
            mail.runtime(),
            client.id(),
            client.userId(),
            Json.value(player.profile()),
            player.version(),
            mail.groupName()));
    post.put(
        client.id(),
        new PlayerMessages.RuntimeAssigned(mail.runtime(), mail.qualifier().name(), mail.config()));
  }

  void lost(@Observes RuntimeNews.Lost mail) {
    in(mail.receiver(), mail.runtime()).ifPresent(staff::seekLobby);
  }

  void spoken(@Observes RuntimeNews.Spoke mail) {
    in(mail.receiver(), mail.runtime())
        .ifPresent(
            client -> {
              var message = new PlayerMessages.MessageProduced(mail.message());
              if (!post.offer(client.id(), message)) {
                outbox.send(new RuntimeMail.Unheard(mail.runtime(), client.id()));
              }
            });
  }

  void unheard(@Observes RuntimeNews.Unheard mail) {
    in(mail.receiver(), mail.runtime())
        .ifPresent(
            client ->
                post.put(
                    client.id(),
                    new PlayerMessages.MessageRefused(
                        TOO_MANY, "MAILBOX_FULL", "Too much waits for the game server.")));
  }

  void profileSet(@Observes RuntimeNews.ProfileSet mail) {
    // Whoever locks a player and its clients begins with the player.
    players
        .client(mail.receiver())
        .flatMap(client -> players.lock(client.playerId()))
        .filter(player -> in(mail.receiver(), mail.runtime()).isPresent())
        .ifPresent(player -> player.keep(mail.profile().toString()));
  }

  void profileAsked(@Observes RuntimeNews.ProfileAsked mail) {
    Optional<Player> player =
        players
            .client(mail.receiver())
            .flatMap(client -> players.lock(client.playerId()))
            .filter(found -> in(mail.receiver(), mail.runtime()).isPresent());
    outbox.send(profiles.answer(mail, player));
  }

  void kicked(@Observes RuntimeNews.Kicked mail) {
    in(mail.receiver(), mail.runtime())
        .ifPresent(
            client -> {
              if (client.inMatch()) {
                staff.leave(client);
                staff.seekLobby(client);
              } else {
                staff.delete(client, ClientStaff.ENDED);
              }
            });
  }

  void offered(@Observes RuntimeNews.UpgradeOffered mail) {
    in(mail.receiver(), mail.runtime())
        .ifPresent(
            client ->
                post.put(
                    client.id(),
                    new PlayerMessages.ConnectionUpgraded(
                        "DISPATCHER", mail.runtime(), mail.url())));
  }

  void unmatched(@Observes MatchmakingMail.TicketEnded mail) {
    alive(mail.receiver())
        .ifPresent(
            client ->
                post.put(
                    client.id(), new PlayerMessages.MatchmakingFailed(mail.mode(), mail.reason())));
  }

  /** It was told before where it plays, so that it knows now. */
  void doubted(@Observes MatchmakingMail.PlaceDoubted mail) {
    outbox.send(
        in(mail.receiver(), mail.runtime()).isPresent()
            ? new MatchmakingMail.PlaceTaken(
                mail.matchmaker(), mail.receiver(), mail.runtime(), mail.ticket())
            : new MatchmakingMail.ClientLeft(mail.matchmaker(), mail.receiver(), mail.runtime()));
  }

  void noLobby(@Observes DeploymentMail.NoLobby mail) {
    alive(mail.receiver()).ifPresent(client -> staff.delete(client, ClientStaff.ENDED));
  }

  /** It came when all else of its stage was gone already: its player goes, too. */
  void stageGone(@Observes DeploymentMail.StageGone mail) {
    players
        .client(mail.receiver())
        .flatMap(client -> players.lock(client.playerId()))
        .ifPresent(erasure::begin);
  }

  private Optional<Client> alive(long id) {
    return players.lockClient(id).filter(client -> !client.isDeleted());
  }

  private Optional<Client> in(long id, long runtime) {
    return alive(id).filter(client -> client.isIn(runtime));
  }
}
