package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import omgservers.deployment.DeploymentMail;
import omgservers.matchmaking.MatchmakingMail;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.mailbox.Post;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** What use cases, desk and reconciliation of clients share. */
@ApplicationScoped
class ClientStaff {
  /** How long the last messages of an ended client can still be read. */
  static final Duration MEMORY = Duration.ofMinutes(5);

  /** The protocol's word for a client that someone else ended; it has no better one. */
  static final String ENDED = "INTERNAL_FAILURE";

  private static final int SEEN_SHARE = 3;

  private final Players players;
  private final Outbox outbox;
  private final Post post;
  private final Settings settings;

  private final Time time;

  @Inject
  ClientStaff(Players players, Outbox outbox, Post post, Settings settings, Time time) {
    this.players = players;
    this.outbox = outbox;
    this.post = post;
    this.settings = settings;
    this.time = time;
  }

  protected ClientStaff() {
    this(null, null, null, null, null);
  }

  Instant now() {
    return time.now();
  }

  /** The client, if it is the user's own. */
  Client own(long user, long id) {
    Client client =
        players.client(id).orElseThrow(() -> Refusal.notFound("There is no client " + id + "."));
    if (client.userId() != user) {
      throw Refusal.forbidden(
          Qualifier.UNAUTHORIZED_REQUEST, "Client " + id + " belongs to another user.");
    }
    return client;
  }

  /** Notes that the client is alive; not each time, since that would cost a write per call. */
  void hear(Client client) {
    Instant now = now();
    Duration silence = settings.clientSilence();
    if (client.seen().plus(silence.dividedBy(SEEN_SHARE)).isBefore(now)) {
      players.lockClient(client.id()).ifPresent(locked -> locked.heard(now, now.plus(silence)));
    }
  }

  /** The client leaves where it is; whoever kept a place for it is told. */
  void leave(Client client) {
    client
        .runtimeId()
        .ifPresent(
            runtime -> {
              outbox.send(new RuntimeMail.RemoveClient(runtime, client.id()));
              if (client.inMatch()) {
                outbox.send(
                    new MatchmakingMail.ClientLeft(client.matchmakerId(), client.id(), runtime));
              }
            });
  }

  /** The client has no runtime any more and asks for a lobby. */
  void seekLobby(Client client) {
    client.seek();
    outbox.send(new DeploymentMail.LobbyWanted(client.deploymentId(), client.id()));
  }

  /** The client ends, and is told why. */
  void delete(Client client, String reason) {
    leave(client);
    outbox.send(new DeploymentMail.ClientLeft(client.deploymentId(), client.id()));
    outbox.send(new MatchmakingMail.ClientGone(client.matchmakerId(), client.id()));
    client.delete(now().plus(MEMORY));
    post.put(client.id(), new PlayerMessages.ClientDeleted(reason));
  }
}
