package omgservers.dispatcher.ws;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.ws.LiveSocket;
import omgservers.shared.ws.Sockets;

/** The WebSocket for fast messages between players and a game server. */
@ServerEndpoint(
    value = "/dispatcher/v1/entrypoint/websocket/endpoint",
    subprotocols = {RuntimeLine.BINARY, SocketAddress.PROTOCOL})
public class DispatcherEndpoint {
  @Inject private Rooms rooms;
  @Inject private Sockets sockets;

  /** A player or a game server connects. */
  @OnOpen
  public void open(Session session) {
    sockets.open(session).ifPresent(rooms::enter);
  }

  /** Text comes. */
  @OnMessage
  public void said(String text, Session session) {
    rooms.said(LiveSocket.of(session), text);
  }

  /** Bytes come. */
  @OnMessage
  public void said(byte[] bytes, Session session) {
    rooms.said(LiveSocket.of(session), bytes);
  }

  /** A sign of life that was asked for. */
  @OnMessage
  public void alive(PongMessage pong, Session session) {
    LiveSocket.of(session).hear();
  }

  /** The connection ends. */
  @OnClose
  public void closed(Session session) {
    LiveSocket socket = LiveSocket.of(session);
    if (socket != null) {
      rooms.leave(socket);
      sockets.closed(session);
    }
  }

  /** The connection broke. */
  @OnError
  public void failed(Session session, Throwable failure) {
    System.getLogger(DispatcherEndpoint.class.getName())
        .log(System.Logger.Level.DEBUG, "a dispatcher socket broke", failure);
  }
}
