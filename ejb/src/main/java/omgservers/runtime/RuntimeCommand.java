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

  /** Says something to one client. */
  record Respond(long client, JsonValue message) implements RuntimeCommand {}

  /** Says something to some clients. */
  record Multicast(List<Long> clients, JsonValue message) implements RuntimeCommand {}

  /** Says something to all clients. */
  record Broadcast(JsonValue message) implements RuntimeCommand {}

  /** Replaces the profile of a client's player, whatever it is by then; nothing is answered. */
  record SetProfile(long client, JsonValue profile) implements RuntimeCommand {}

  /**
   * Reads, replaces or patches the profile of a client's player, and wants to know how that ended.
   *
   * @param value the profile, or the patch; null to read
   * @param version the one that the profile must still have; null is any
   */
  record AskProfile(long client, ProfileChange change, JsonValue value, Integer version)
      implements RuntimeCommand {}

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

  /** Reads a command; the fields are those of the message's body, profiles have a longest. */
  static RuntimeCommand of(String qualifier, Fields body, int profileMax) {
    return switch (qualifier) {
      case "RESPOND_CLIENT" -> new Respond(body.id("client_id"), body.json("message"));
      case "MULTICAST_MESSAGE" -> new Multicast(body.ids("clients"), body.json("message"));
      case "BROADCAST_MESSAGE" -> new Broadcast(body.json("message"));
      case "SET_PROFILE" -> setProfile(body, profileMax);
      case "PATCH_PROFILE" ->
          new AskProfile(
              body.id("client_id"),
              ProfileChange.PATCH,
              profile(body, "patch", profileMax),
              version(body));
      case "GET_PROFILE" -> new AskProfile(body.id("client_id"), ProfileChange.NONE, null, null);
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

  /** Whoever states the version that it saw is answered; the others never were. */
  private static RuntimeCommand setProfile(Fields body, int max) {
    long client = body.id("client_id");
    JsonValue profile = profile(body, "profile", max);
    Integer version = version(body);
    return version == null
        ? new SetProfile(client, profile)
        : new AskProfile(client, ProfileChange.SET, profile, version);
  }

  private static Integer version(Fields body) {
    return body.has("version") ? body.count("version") : null;
  }

  private static JsonValue profile(Fields body, String name, int max) {
    JsonValue profile = body.json(name);
    requireShort(body.path(name), profile, max);
    return profile;
  }

  /** Fails when the profile, which is in this field, is longer than players may have. */
  static void requireShort(String field, JsonValue profile, int max) {
    if (profile.toString().length() > max) {
      throw Refusal.field(field, "must have at most " + max + " characters as JSON");
    }
  }

  private static RuntimeCommand upgrade(Fields body) {
    if (!body.text("protocol", MODE_MAX).equals("DISPATCHER")) {
      throw Refusal.field(body.path("protocol"), "must be DISPATCHER");
    }
    return new Upgrade(body.id("client_id"));
  }
}
