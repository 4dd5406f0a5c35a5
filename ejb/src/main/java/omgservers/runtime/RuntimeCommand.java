package omgservers.runtime;

import jakarta.json.JsonValue;
import java.util.List;
import omgservers.shared.platform.Fields;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** What a game server asks for in an interchange. */
public sealed interface RuntimeCommand {
  /** The longest name of a mode. */
  int MODE_MAX = 64;

  /** The longest profile of a player, in characters of JSON. */
  int PROFILE_MAX = 262_144;

  /** Says something to one client. */
  record Respond(long client, JsonValue message) implements RuntimeCommand {}

  /** Says something to some clients. */
  record Multicast(List<Long> clients, JsonValue message) implements RuntimeCommand {}

  /** Says something to all clients. */
  record Broadcast(JsonValue message) implements RuntimeCommand {}

  /** Replaces the profile of a client's player. */
  record SetProfile(long client, JsonValue profile) implements RuntimeCommand {}

  /** Wants a client matched, with a party and with attributes, which may be null. */
  record RequestMatchmaking(long client, String mode, List<Long> party, JsonValue attributes)
      implements RuntimeCommand {}

  /** Does not want a client matched any more, in any mode if it is null. */
  record CancelMatchmaking(long client, String mode) implements RuntimeCommand {}

  /** Wants to know which of its clients wait, of these or of all if it is empty. */
  record ListMatchmaking(List<Long> clients) implements RuntimeCommand {}

  /** Sends a client away. */
  record Kick(long client) implements RuntimeCommand {}

  /** Takes no more clients; for matches. */
  record StopMatchmaking() implements RuntimeCommand {}

  /** Offers a client a connection through the dispatcher. */
  record Upgrade(long client) implements RuntimeCommand {}

  /** Reads a command; the fields are those of the message's body. */
  static RuntimeCommand of(String qualifier, Fields body) {
    return switch (qualifier) {
      case "RESPOND_CLIENT" -> new Respond(body.id("client_id"), body.json("message"));
      case "MULTICAST_MESSAGE" -> new Multicast(body.ids("clients"), body.json("message"));
      case "BROADCAST_MESSAGE" -> new Broadcast(body.json("message"));
      case "SET_PROFILE" -> new SetProfile(body.id("client_id"), profile(body));
      case "REQUEST_MATCHMAKING" -> MatchmakingWish.read(body);
      case "CANCEL_MATCHMAKING" ->
          new CancelMatchmaking(
              body.id("client_id"), body.has("mode") ? body.text("mode", MODE_MAX) : null);
      case "LIST_MATCHMAKING" ->
          new ListMatchmaking(body.has("clients") ? body.ids("clients") : List.of());
      case "KICK_CLIENT" -> new Kick(body.id("client_id"));
      case "STOP_MATCHMAKING" -> new StopMatchmaking();
      case "UPGRADE_CONNECTION" -> upgrade(body);
      default ->
          throw Refusal.invalid(
              Qualifier.WRONG_MESSAGE, "A runtime does not send " + qualifier + ".");
    };
  }

  private static JsonValue profile(Fields body) {
    JsonValue profile = body.json("profile");
    requireShort(body.path("profile"), profile);
    return profile;
  }

  /** Fails when the profile, which is in this field, is longer than players may have. */
  static void requireShort(String field, JsonValue profile) {
    if (profile.toString().length() > PROFILE_MAX) {
      throw Refusal.field(field, "must have at most " + PROFILE_MAX + " characters as JSON");
    }
  }

  private static RuntimeCommand upgrade(Fields body) {
    if (!body.text("protocol", MODE_MAX).equals("DISPATCHER")) {
      throw Refusal.field(body.path("protocol"), "must be DISPATCHER");
    }
    return new Upgrade(body.id("client_id"));
  }
}
