package omgservers.player.ws;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Outgoing;
import omgservers.shared.ws.SocketPrincipal;

/** The WebSocket of players for service messages. */
@ServerEndpoint(
    value = "/connector/v1/entrypoint/websocket/endpoint",
    subprotocols = SocketAddress.PROTOCOL)
public class ConnectorEndpoint {
  /** The largest message of a player, in bytes. */
  public static final int MESSAGE_MAX = 256 << 10;

  @Inject private Connections connections;

  /** A client connects. */
  @OnOpen
  public void open(Session session) {
    SocketPrincipal principal = SocketPrincipal.of(session);
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(MESSAGE_MAX);
    if (!principal.isPlayer() || !connections.open(principal.client(), session)) {
      Outgoing.close(session, CloseCode.PROTOCOL, "Failed to open");
    }
  }

  /** A client says something. */
  @OnMessage
  public void said(String text, Session session) {
    connections.said(SocketPrincipal.of(session).client(), text, session);
  }

  /** Binary messages have no meaning here. */
  @OnMessage
  public void said(byte[] bytes, Session session) {
    Outgoing.close(session, CloseCode.PROTOCOL, "Binary unsupported");
  }

  /** The connection ends. */
  @OnClose
  public void closed(Session session) {
    connections.closed(SocketPrincipal.of(session).client(), session);
  }

  /** The connection broke. */
  @OnError
  public void failed(Session session, Throwable failure) {
    System.getLogger(ConnectorEndpoint.class.getName())
        .log(System.Logger.Level.DEBUG, "a connector socket broke", failure);
  }
}
