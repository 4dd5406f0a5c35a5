package omgservers.player.ws;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.player.Attendance;
import omgservers.player.PlayerInterchange;
import omgservers.player.Presence;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Problem;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.sharding.Outages;
import omgservers.shared.work.Background;
import omgservers.shared.ws.Confirmed;
import omgservers.shared.ws.LiveSocket;

/** The connected clients of this instance: what waits for them is pushed, not polled. */
@ApplicationScoped
public class Connections {
  /** The sub-protocol of clients that confirm what they receive and number what they say. */
  static final String RESUMABLE = "omgservers.resume.v1";

  private static final String CONSUMED = "CONSUME_MESSAGES";
  private static final String QUALIFIER = "qualifier";

  /** A token is renewed so often in its life, as nobody knows how old it was at first. */
  private static final int RENEWALS_PER_LIFE = 4;

  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(1);

  private final PlayerInterchange interchange;
  private final Presence presence;
  private final Attendance attendance;
  private final Bell bell;
  private final Background executor;
  private final Settings settings;
  private final Map<Long, ClientLine> connections = new ConcurrentHashMap<>();

  /** Connections over this exchange. */
  @Inject
  public Connections(
      PlayerInterchange interchange,
      Presence presence,
      Attendance attendance,
      Bell bell,
      Background executor,
      Settings settings) {
    this.interchange = interchange;
    this.presence = presence;
    this.attendance = attendance;
    this.bell = bell;
    this.executor = executor;
    this.settings = settings;
  }

  protected Connections() {
    this(null, null, null, null, null, null);
  }

  /** The client connects; false when there is no such client any more. */
  public boolean open(long client, LiveSocket socket) {
    if (!interchange.isAlive(client)) {
      return false;
    }
    ClientLine fresh = line(client, socket);
    ClientLine old = LiveSocket.newest(connections, client, fresh, ClientLine::socket);
    if (old == fresh) {
      return true;
    }
    if (old != null) {
      bell.leave(client, old);
    }
    presence.enter(client, fresh);
    attendance.begin();
    bell.listen(client, fresh);
    fresh.run();
    return true;
  }

  private ClientLine line(long client, LiveSocket socket) {
    Confirmed.Window window = Confirmed.Window.of(settings);
    if (!isResumable(socket)) {
      return new Connection(client, socket, interchange, executor, window);
    }
    ResumableConnection line =
        new ResumableConnection(client, socket, interchange, executor, window);
    long user = socket.principal().user();
    socket.every(
        settings.tokenLife().dividedBy(RENEWALS_PER_LIFE),
        () -> executor.execute(() -> line.renew(user)));
    return line;
  }

  private static boolean isResumable(LiveSocket socket) {
    return RESUMABLE.equals(socket.session().getNegotiatedSubprotocol());
  }

  /** The client says something. */
  public void said(long client, String text, LiveSocket socket) {
    try {
      Fields envelope = envelope(text);
      if (!isResumable(socket)) {
        say(client, null, envelope);
      } else if (connections.get(client) instanceof ResumableConnection line
          && line.socket() == socket) {
        said(client, envelope, line);
      }
      // What a replaced connection still brings is not answered: it is said again over the new one.
    } catch (Refusal refusal) {
      refuse(socket, refusal);
    }
  }

  /**
   * What a database that is away did not take is said again: nothing after it may overtake it, and
   * receipts that are not kept would let messages come twice.
   */
  private void said(long client, Fields envelope, ResumableConnection line) {
    try {
      take(client, envelope, line);
    } catch (RuntimeException e) {
      Refusal outage = outage(e).orElseThrow(() -> e);
      line.dropped(outage.pause().orElse(LIMIT_PAUSE));
    }
  }

  private static Optional<Refusal> outage(RuntimeException fault) {
    return fault instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE
        ? Optional.of(refusal)
        : Outages.in(fault);
  }

  private void take(long client, Fields envelope, ResumableConnection line) {
    boolean receipts = CONSUMED.equals(envelope.object().getString(QUALIFIER, null));
    if (line.isBehind() && !(receipts && body(envelope).object().getBoolean("again", false))) {
      return;
    }
    if (receipts) {
      line.consumed(body(envelope).ids("consumed_messages"));
      return;
    }
    Long number = envelope.has("id") ? envelope.id("id") : null;
    try {
      say(client, number, envelope);
    } catch (Refusal refusal) {
      if (number != null && outage(refusal).isPresent()) {
        throw refusal;
      }
      // That is an answer, too: it would be said again otherwise, and hold up what comes after it.
      refuse(line.socket(), refusal);
    }
    if (number != null) {
      line.taken(number);
    }
  }

  private void say(long client, Long number, Fields envelope) {
    if (!"MESSAGE_PRODUCED".equals(envelope.object().getString(QUALIFIER, null))) {
      throw Refusal.invalid(
          Qualifier.WRONG_MESSAGE, "qualifier: a player sends MESSAGE_PRODUCED only.");
    }
    if (!interchange.say(client, number, body(envelope).json("message"))) {
      throw Refusal.conflict(
          Qualifier.RUNTIME_NOT_FOUND, "The client is in no lobby or match at the moment.");
    }
  }

  /** Something that the client said was dropped; one who confirms and numbers says it again. */
  public void dropped(long client, LiveSocket socket) {
    if (connections.get(client) instanceof ResumableConnection line && line.socket() == socket) {
      line.dropped(LIMIT_PAUSE);
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

  private static Fields envelope(String text) {
    try {
      return new Fields(Json.value(text).asJsonObject());
    } catch (JsonException | ClassCastException e) {
      throw Refusal.invalid(Qualifier.WRONG_REQUEST, "The message is not a JSON object.");
    }
  }

  private static Fields body(Fields envelope) {
    if (envelope.json("body") instanceof JsonObject body) {
      return new Fields("body", body);
    }
    throw Refusal.field("body", "must be an object");
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
        .forEach(ClientLine::signOut);
  }

  /** The connection ended; a newer one of the client stays. */
  public void closed(long client, Session session) {
    ClientLine connection = connections.get(client);
    if (connection != null && connection.socket().session().equals(session)) {
      connections.remove(client, connection);
      presence.leave(client, connection);
      bell.leave(client, connection);
    }
  }
}
