package omgservers.runtime;

import jakarta.json.JsonValue;
import java.util.List;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Mail;

/** What a runtime tells: its owner of its life, its clients and its matchmaker of its wishes. */
public interface RuntimeNews {
  /** To its owner: the game server called in for the first time. */
  record CameUp(long receiver, RuntimeQualifier qualifier, long part) implements Mail {}

  /** To its owner: it ended, for this reason. */
  record Ended(long receiver, RuntimeQualifier qualifier, long part, boolean cameUp, String reason)
      implements Mail {}

  /** To a client, from its deployment or matchmaker: this is where it plays from now on. */
  record Moves(
      long receiver,
      long sender,
      long runtime,
      RuntimeQualifier qualifier,
      JsonValue config,
      String groupName)
      implements Mail {}

  /** To a client: the runtime that it is in is gone. */
  record Lost(long receiver, long runtime) implements Mail {}

  /** To a client: its game server says something. */
  record Spoke(long receiver, long runtime, JsonValue message) implements Mail {}

  /** To a client: what it said was not taken, as too much waits for the game server. */
  record Unheard(long receiver, long runtime) implements Mail {}

  /** To a client: its game server replaces its profile. */
  record ProfileSet(long receiver, long runtime, JsonValue profile) implements Mail {}

  /**
   * To a client: its game server reads or changes its profile, and wants an answer.
   *
   * @param value the profile or the patch; null to read
   * @param version the one that the profile must still have; null is any
   */
  record ProfileAsked(
      long receiver, long runtime, ProfileChange change, JsonValue value, Integer version)
      implements Mail {}

  /** To a client: its game server does not want it any more. */
  record Kicked(long receiver, long runtime) implements Mail {}

  /** To a client: its game server offers it a connection through the dispatcher at this address. */
  record UpgradeOffered(long receiver, long runtime, String url) implements Mail {}

  /** A client that is to play together with another one. */
  record Companion(long client, long user) {}

  /**
   * To the matchmaker: the client wants to play the mode.
   *
   * @param party who plays with it; null or empty if nobody does
   * @param attributes what the rules of the mode may ask for, null for nothing
   */
  record MatchmakingWanted(
      long receiver,
      long client,
      long user,
      String mode,
      long runtime,
      List<Companion> party,
      JsonValue attributes)
      implements Mail {}

  /** To the matchmaker: the client does not want to be matched any more; any mode if it is null. */
  record MatchmakingCancelled(long receiver, long client, long runtime, String mode)
      implements Mail {}

  /** To the matchmaker: the runtime wants to know for whom it asked. */
  record TicketsWanted(long receiver, long runtime, List<Long> clients) implements Mail {}

  /** To the matchmaker: the match takes nobody any more. */
  record MatchStopped(long receiver, long match) implements Mail {}
}
