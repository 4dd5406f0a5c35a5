package omgservers.runtime;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import omgservers.shared.mailbox.Post;

/** The bodies of the messages that a game server gets, as the wire has them. */
interface RuntimeMessages {
  /** The first message of every runtime. */
  record RuntimeCreated(JsonValue runtimeConfig) implements Post.Qualified {}

  /** A client comes. */
  record ClientAssigned(
      Long userId, Long clientId, JsonValue profile, Integer profileVersion, String groupName)
      implements Post.Qualified {}

  /** What was said to the client was not taken. */
  record MessageRefused(Long clientId, String reason) implements Post.Qualified {}

  /** How it ended that a profile was asked for. */
  record ProfileAnswered(Long clientId, String outcome, Integer version, JsonValue profile)
      implements Post.Qualified {}

  /** A client went. */
  record ClientRemoved(Long clientId) implements Post.Qualified {}

  /** A client says something. */
  record MessageReceived(Long clientId, JsonValue message) implements Post.Qualified {}

  /** A wish to have a client matched came to nothing. */
  record MatchmakingFailed(Long clientId, String mode, String reason, String detail)
      implements Post.Qualified {}

  /** A client that a wish was about waits already. */
  record MatchmakingWaits(
      Long clientId, Long ticketId, List<String> clients, String mode, Instant since)
      implements Post.Qualified {}

  /** A ticket that waits. */
  record TicketItem(Long ticketId, List<String> clients, String mode, Instant since) {}

  /** The tickets of the clients that the runtime asked about. */
  record MatchmakingListed(List<TicketItem> tickets) implements Post.Qualified {}
}
