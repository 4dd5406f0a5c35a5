package omgservers.player.ws;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Optional;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.LiveSocket;
import omgservers.shared.ws.SocketPrincipal;
import omgservers.shared.ws.Sockets;

/** The WebSocket of players for service messages. */
@ServerEndpoint(
    value = "/connector/v1/entrypoint/websocket/endpoint",
    subprotocols = {Connections.RESUMABLE, SocketAddress.PROTOCOL})
public class ConnectorEndpoint {
  @Inject private Connections connections;
  @Inject private Sockets sockets;

  /** A client connects. */
  @OnOpen
  public void open(Session session) {
    SocketPrincipal principal = SocketPrincipal.of(session);
    Optional<LiveSocket> socket = sockets.open(session);
    socket.ifPresent(fresh -> open(principal, fresh));
  }

  private void open(SocketPrincipal principal, LiveSocket socket) {
    try {
      if (!principal.isPlayer() || !connections.open(principal.client(), socket)) {
        socket.close(CloseCode.PROTOCOL, "Failed to open");
      }
    } catch (RuntimeException e) {
      // The database is away. Nobody would ever answer over it, and it would not be missed.
      socket.close(CloseCode.GONE, "Connection lost");
      throw e;
    }
  }

  /** A client says something. */
  @OnMessage
  public void said(String text, Session session) {
    long client = SocketPrincipal.of(session).client();
    LiveSocket socket = LiveSocket.of(session);
    if (socket.admits(text.length(), () -> connections.limit(socket))) {
      connections.said(client, text, socket);
    } else {
      connections.dropped(client, socket);
    }
  }

  /** Binary messages have no meaning here. */
  @OnMessage
  public void said(byte[] bytes, Session session) {
    LiveSocket.of(session).close(CloseCode.PROTOCOL, "Binary unsupported");
  }

  /** A sign of life that was asked for. */
  @OnMessage
  public void alive(PongMessage pong, Session session) {
    LiveSocket.of(session).hear();
  }

  /** The connection ends. */
  @OnClose
  public void closed(Session session) {
    connections.closed(SocketPrincipal.of(session).client(), session);
    sockets.closed(session);
  }

  /** The connection broke. */
  @OnError
  public void failed(Session session, Throwable failure) {
    System.getLogger(ConnectorEndpoint.class.getName())
        .log(System.Logger.Level.DEBUG, "a connector socket broke", failure);
  }
}
