package omgservers.system;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.HashSet;
import java.util.Set;

/**
 * The least that a WebSocket can do in this server, which benches compare with: says what it hears,
 * or says it to all when that begins with an exclamation mark.
 */
@ServerEndpoint("/echo")
public class EchoEndpoint {
  /** Says it back. */
  @OnMessage
  public void said(String text, Session session) {
    if (!text.startsWith("!")) {
      session.getAsyncRemote().sendText(text, result -> {});
      return;
    }
    Set<Session> all = new HashSet<>(session.getOpenSessions());
    all.forEach(each -> each.getAsyncRemote().sendText(text, result -> {}));
  }
}
