package omgservers.runtime.ws;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.LiveSocket;
import omgservers.shared.ws.Sockets;

/** The WebSocket of game servers for what they otherwise exchange over HTTP. */
@ServerEndpoint(
    value = "/channel/v1/entrypoint/websocket/endpoint",
    subprotocols = SocketAddress.PROTOCOL)
public class ChannelEndpoint {
  @Inject private Channels channels;
  @Inject private Sockets sockets;

  /** A game server connects. */
  @OnOpen
  public void open(Session session) {
    sockets.openChannel(session).ifPresent(channels::open);
  }

  /** A game server says something. */
  @OnMessage
  public void said(String text, Session session) {
    channels.said(LiveSocket.of(session), text);
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
    LiveSocket socket = LiveSocket.of(session);
    if (socket != null) {
      channels.closed(socket);
      sockets.closed(session);
    }
  }

  /** The connection broke. */
  @OnError
  public void failed(Session session, Throwable failure) {
    System.getLogger(ChannelEndpoint.class.getName())
        .log(System.Logger.Level.DEBUG, "a channel broke", failure);
  }
}
