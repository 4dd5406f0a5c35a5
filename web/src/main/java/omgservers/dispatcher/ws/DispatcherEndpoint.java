package omgservers.dispatcher.ws;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.ws.SocketPrincipal;

/** The WebSocket for fast messages between players and a game server. */
@ServerEndpoint(
    value = "/dispatcher/v1/entrypoint/websocket/endpoint",
    subprotocols = SocketAddress.PROTOCOL)
public class DispatcherEndpoint {
  /** The largest message, in bytes. */
  public static final int MESSAGE_MAX = 256 << 10;

  @Inject private Rooms rooms;

  /** A player or a game server connects. */
  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(MESSAGE_MAX);
    session.setMaxBinaryMessageBufferSize(MESSAGE_MAX);
    rooms.enter(SocketPrincipal.of(session), session);
  }

  /** Text comes. */
  @OnMessage
  public void said(String text, Session session) {
    rooms.said(SocketPrincipal.of(session), text);
  }

  /** Bytes come. */
  @OnMessage
  public void said(byte[] bytes, Session session) {
    rooms.said(SocketPrincipal.of(session), bytes);
  }

  /** The connection ends. */
  @OnClose
  public void closed(Session session) {
    rooms.leave(SocketPrincipal.of(session), session);
  }

  /** The connection broke. */
  @OnError
  public void failed(Session session, Throwable failure) {
    System.getLogger(DispatcherEndpoint.class.getName())
        .log(System.Logger.Level.DEBUG, "a dispatcher socket broke", failure);
  }
}
