package omgservers.matchmaking;

import omgservers.shared.outbox.Mail;

/** What a matchmaker is told, and what it tells its deployment. */
public interface MatchmakingMail {
  /** A matchmaker is wanted under this id. */
  record Open(long receiver, MatchmakerPlan plan) implements Mail {}

  /** Its deployment drains; it answers when it has nothing to do. */
  record Drain(long receiver) implements Mail {}

  /** Its deployment is closed: end everything. */
  record Close(long receiver) implements Mail {}

  /** The client does not play in the match of the runtime any more. */
  record ClientLeft(long receiver, long client, long runtime) implements Mail {}

  /**
   * To a client for whom this ticket came although it has a place in the match of the runtime: it
   * alone knows whether it plays there, or has left.
   */
  record PlaceDoubted(long receiver, long matchmaker, long runtime, long ticket) implements Mail {}

  /** The client plays in the match of the runtime: the ticket was asked for before that. */
  record PlaceTaken(long receiver, long client, long runtime, long ticket) implements Mail {}

  /** The client has ended. */
  record ClientGone(long receiver, long client) implements Mail {}

  /** To a client: its ticket ended without a match, for this reason. */
  record TicketEnded(long receiver, String mode, String reason) implements Mail {}

  /** To its deployment: too many of its matches in a row did not come up, for this reason. */
  record Failing(long receiver, String reason) implements Mail {}

  /** To its deployment: a match came up again. */
  record Recovered(long receiver) implements Mail {}

  /** To its deployment: it drains and has neither matches nor tickets. */
  record Idle(long receiver) implements Mail {}
}
