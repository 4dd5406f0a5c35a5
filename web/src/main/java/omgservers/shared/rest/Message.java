package omgservers.shared.rest;

import jakarta.json.JsonObject;
import jakarta.validation.constraints.NotNull;

/** A message that a caller sends. */
public record Message(@NotNull MessageQualifier qualifier, @NotNull JsonObject body) {
  /** All kinds of messages, in all directions. */
  public enum MessageQualifier {
    CLIENT_GREETED,
    RUNTIME_ASSIGNED,
    CONNECTION_UPGRADED,
    CLIENT_DELETED,
    MESSAGE_PRODUCED,
    RESPOND_CLIENT,
    SET_PROFILE,
    PATCH_PROFILE,
    GET_PROFILE,
    MULTICAST_MESSAGE,
    BROADCAST_MESSAGE,
    REQUEST_MATCHMAKING,
    CANCEL_MATCHMAKING,
    LIST_MATCHMAKING,
    KICK_CLIENT,
    STOP_MATCHMAKING,
    UPGRADE_CONNECTION,
    RUNTIME_CREATED,
    CLIENT_ASSIGNED,
    CLIENT_REMOVED,
    MESSAGE_RECEIVED
  }
}
