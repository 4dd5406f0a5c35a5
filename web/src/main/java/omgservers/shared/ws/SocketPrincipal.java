package omgservers.shared.ws;

import jakarta.websocket.Session;
import java.security.Principal;
import omgservers.shared.security.Tokens;

/** Who opened a WebSocket, as the token said. */
public record SocketPrincipal(Tokens.Socket socket) implements Principal {
  @Override
  public String getName() {
    return socket.subject();
  }

  /** Who opened the session. */
  public static SocketPrincipal of(Session session) {
    return (SocketPrincipal) session.getUserPrincipal();
  }

  /** The role: player or runtime. */
  public boolean isPlayer() {
    return "player".equals(socket.role());
  }

  /** The client of a player's token. */
  public long client() {
    return Long.parseLong(socket.claims().get("client_id"));
  }

  /** The runtime of the token. */
  public long runtime() {
    return Long.parseLong(socket.claims().get("runtime_id"));
  }
}
