package omgservers.player;

import jakarta.json.JsonValue;
import java.time.Instant;
import omgservers.shared.mailbox.Post;
import omgservers.shared.security.SocketAddress;

/** The bodies of the messages that a client gets, as the wire has them. */
interface PlayerMessages {
  /** The first message of every client. */
  record ClientGreeted(Long tenantId, Long versionId, Instant versionCreated)
      implements Post.Qualified {}

  /** The client plays there from now on. */
  record RuntimeAssigned(Long runtimeId, String runtimeQualifier, JsonValue runtimeConfig)
      implements Post.Qualified {}

  /** The game server offers a connection through the dispatcher; kept without its token. */
  record ConnectionUpgraded(String protocol, Long runtimeId, String url)
      implements Post.Qualified {}

  /** The same offer as it is sent, with a fresh token. */
  record DispatcherOffer(String protocol, SocketAddress dispatcherConfig) {}

  /** The client has ended. */
  record ClientDeleted(String reason) implements Post.Qualified {}

  /** A wish to have the client matched came to nothing. */
  record MatchmakingFailed(String mode, String reason) implements Post.Qualified {}

  /** What the client said was not taken; as the problem documents of the connector say it. */
  record MessageRefused(int status, String qualifier, String detail) implements Post.Qualified {}

  /** The game server says something. */
  record MessageProduced(JsonValue message) implements Post.Qualified {}
}
