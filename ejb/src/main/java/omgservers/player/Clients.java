package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import omgservers.deployment.DeploymentMail;
import omgservers.deployment.Stages;
import omgservers.player.model.Client;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.shared.mailbox.Post;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.security.Tokens;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Life;

/** Lets users play: a client is a session on a deployment. */
@ApplicationScoped
@Transactional
public class Clients {
  private static final String ROLE = "player";

  private final Players players;
  private final Accounts accounts;
  private final Outbox outbox;
  private final Tokens tokens;
  private final ClientStaff staff;

  private final Post post;
  private final Ids ids;
  private final Settings settings;

  /** Clients of these players. */
  @Inject
  public Clients(
      Players players,
      Accounts accounts,
      Outbox outbox,
      Tokens tokens,
      ClientStaff staff,
      Post post,
      Ids ids,
      Settings settings) {
    this.players = players;
    this.accounts = accounts;
    this.outbox = outbox;
    this.tokens = tokens;
    this.staff = staff;
    this.post = post;
    this.ids = ids;
    this.settings = settings;
  }

  protected Clients() {
    this(null, null, null, null, null, null, null, null);
  }

  /** A client, and where it opens its connector socket. */
  public record Session(long clientId, SocketAddress connectorConfig) {}

  /** A new client of the user on the ground; it seeks a lobby at once. */
  public Session create(long user, Stages.Ground ground) {
    Instant now = staff.now();
    Player player =
        players.lock(user, ground.stageId()).orElseGet(() -> join(user, ground.stageId(), now));
    if (player.state() != Life.ACTIVE) {
      throw Refusal.conflict(
          Qualifier.USER_NOT_FOUND, "The player is being erased; try again in a minute.");
    }
    Client client =
        new Client(
            ids.beside(user),
            user,
            player.id(),
            ground.tenantId(),
            ground.stageId(),
            ground.deploymentId(),
            ground.matchmakerId(),
            now);
    client.heard(now, now.plus(settings.clientSilence()));
    players.add(client);
    post.put(
        client.id(),
        new PlayerMessages.ClientGreeted(
            ground.tenantId(), ground.versionId(), ground.versionCreated()));
    outbox.send(new DeploymentMail.LobbyWanted(ground.deploymentId(), client.id()));
    return session(client);
  }

  private Player join(long user, long stage, Instant now) {
    if (accounts.lock(user).isEmpty()) {
      throw new Refusal(
          Refusal.Kind.UNAUTHENTICATED,
          Qualifier.USER_NOT_FOUND,
          "The user does not exist any more.");
    }
    Player fresh = new Player(ids.beside(user), user, stage, now);
    players.add(fresh);
    return fresh;
  }

  /** Another connector token for a client that lost its connection. */
  public Session resume(long user, long id) {
    Client client = staff.own(user, id);
    if (client.isDeleted()) {
      throw new Refusal(
          Refusal.Kind.NOT_FOUND, Qualifier.CLIENT_NOT_FOUND, "Client " + id + " has ended.");
    }
    staff.hear(client);
    return session(client);
  }

  private Session session(Client client) {
    String text = Long.toString(client.id());
    Map<String, String> claims =
        Map.of("client_id", text, Tokens.USER, Long.toString(client.userId()));
    Tokens.Socket socket = new Tokens.Socket(text, ROLE, claims);
    String token = tokens.forSocket(Tokens.CONNECTOR, socket);
    return new Session(
        client.id(), SocketAddress.of(settings.publicUrl(), Tokens.CONNECTOR, token));
  }
}
