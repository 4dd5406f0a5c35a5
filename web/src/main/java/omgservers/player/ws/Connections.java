package omgservers.player.ws;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.player.PlayerInterchange;
import omgservers.player.Presence;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Problem;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.work.Background;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.LiveSocket;

/** The connected clients of this instance: what waits for them is pushed, not polled. */
@ApplicationScoped
public class Connections {
  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(1);

  private final PlayerInterchange interchange;
  private final Presence presence;
  private final Bell bell;
  private final Background executor;
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();

  /** Connections over this exchange. */
  @Inject
  public Connections(
      PlayerInterchange interchange, Presence presence, Bell bell, Background executor) {
    this.interchange = interchange;
    this.presence = presence;
    this.bell = bell;
    this.executor = executor;
  }

  protected Connections() {
    this(null, null, null, null);
  }

  /** The client connects; false when there is no such client any more. */
  public boolean open(long client, LiveSocket socket) {
    if (!interchange.isAlive(client)) {
      return false;
    }
    Connection fresh = new Connection(client, socket, interchange, executor);
    Connection old = connections.put(client, fresh);
    if (old != null) {
      old.socket().close(CloseCode.REPLACED, "Replaced by another connection");
    }
    presence.enter(client, fresh);
    bell.listen(client, fresh);
    fresh.run();
    return true;
  }

  /** The client says something. */
  public void said(long client, String text, LiveSocket socket) {
    try {
      if (!interchange.say(client, message(text))) {
        throw Refusal.conflict(
            Qualifier.RUNTIME_NOT_FOUND, "The client is in no lobby or match at the moment.");
      }
    } catch (Refusal refusal) {
      refuse(socket, refusal);
    }
  }

  /**
   * The client sends too much: what is too much is dropped, and the socket closed if it goes on.
   */
  public void limit(LiveSocket socket) {
    refuse(
        socket,
        Refusal.tooMany(LIMIT_PAUSE, "Too many messages over this socket; some were dropped."));
  }

  private static JsonValue message(String text) {
    try {
      JsonObject envelope = Json.value(text).asJsonObject();
      if (!"MESSAGE_PRODUCED".equals(envelope.getString("qualifier", null))) {
        throw Refusal.invalid(
            Qualifier.WRONG_MESSAGE, "qualifier: a player sends MESSAGE_PRODUCED only.");
      }
      JsonValue body = envelope.get("body");
      if (body == null || body.getValueType() != JsonValue.ValueType.OBJECT) {
        throw Refusal.field("body", "must be an object");
      }
      return new Fields("body", body.asJsonObject()).json("message");
    } catch (JsonException | ClassCastException e) {
      throw Refusal.invalid(Qualifier.WRONG_REQUEST, "The message is not a JSON object.");
    }
  }

  /** What is wrong with a message is told over the socket; clients skip kinds unknown to them. */
  private static void refuse(LiveSocket socket, Refusal refusal) {
    String body = Json.write(Problem.of(refusal).at(socket.session().getRequestURI().getPath()));
    socket.outgoing().send("{\"id\":null,\"qualifier\":\"MESSAGE_REFUSED\",\"body\":" + body + "}");
  }

  /** The user was signed out: the sockets that were opened before are closed. */
  void signedOut(@Observes Revoked revoked) {
    connections.values().stream()
        .filter(connection -> connection.socket().principal().isOf(revoked))
        .forEach(Connection::signOut);
  }

  /** The connection ended; a newer one of the client stays. */
  public void closed(long client, Session session) {
    Connection connection = connections.get(client);
    if (connection != null && connection.socket().session().equals(session)) {
      connections.remove(client, connection);
      presence.leave(client, connection);
      bell.leave(client, connection);
    }
  }
}
