package omgservers.shared.ws;

import jakarta.websocket.Session;
import java.security.Principal;
import java.time.Instant;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.Tokens;
import omgservers.shared.security.model.RevokedTokens.Revoked;

/** Who opened a WebSocket, as the token said, and from which address. */
public record SocketPrincipal(Tokens.Socket socket, String address) implements Principal {
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

  /** The user of a player's token. */
  public long user() {
    return Long.parseLong(socket.claims().get(Tokens.USER));
  }

  /** The client of a player's token. */
  public long client() {
    return Long.parseLong(socket.claims().get("client_id"));
  }

  /** Whether the token was one of those that were revoked. */
  public boolean isOf(Revoked revoked) {
    String user = socket.claims().get(Tokens.USER);
    return user != null
        && Long.parseLong(user) == revoked.subjectId()
        && issued().isBefore(revoked.before());
  }

  /** Whether the token was revoked. */
  boolean isRevoked(Revocations revocations) {
    String user = socket.claims().get(Tokens.USER);
    return user != null && revocations.isRevoked(Long.parseLong(user), issued());
  }

  /** When the token was issued. */
  public Instant issued() {
    return Instant.ofEpochMilli(Long.parseLong(socket.claims().get(Tokens.ISSUED)));
  }

  /** The runtime of the token. */
  public long runtime() {
    return Long.parseLong(socket.claims().get("runtime_id"));
  }
}
