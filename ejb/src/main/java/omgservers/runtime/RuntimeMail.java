package omgservers.runtime;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import omgservers.runtime.model.Limits;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.shared.outbox.Mail;

/** What a runtime is told by those who use it. */
public interface RuntimeMail {
  /** A runtime is wanted under this id; without limits it has the service's. */
  record Open(long receiver, RuntimePurpose purpose, String image, JsonValue config, Limits limits)
      implements Mail {}

  /** The runtime is not wanted any more. */
  record Close(long receiver, String reason) implements Mail {}

  /** A client comes. */
  record AssignClient(
      long receiver,
      long client,
      long user,
      JsonValue profile,
      Integer profileVersion,
      String groupName)
      implements Mail {}

  /** A client goes. */
  record RemoveClient(long receiver, long client) implements Mail {}

  /** What the runtime said to the client was not taken, as too much waits for the client. */
  record Unheard(long receiver, long client) implements Mail {}

  /** How it ended that the runtime asked for a profile; version and profile may be null. */
  record ProfileAnswered(
      long receiver, long client, String outcome, Integer version, JsonValue profile)
      implements Mail {}

  /** A client says something to its game server. */
  record ClientSpoke(long receiver, long client, JsonValue message) implements Mail {}

  /** A wish of the runtime to have a client matched came to nothing; the detail may be null. */
  record MatchmakingFailed(long receiver, long client, String mode, String reason, String detail)
      implements Mail {}

  /** A ticket that the runtime asked for, as it waits. */
  record Waiting(long ticket, List<Long> clients, String mode, Instant since) {}

  /** The runtime asked for a client that waits already: its ticket. */
  record MatchmakingWaits(long receiver, long client, Waiting ticket) implements Mail {}

  /** A list of tickets is no longer than this. */
  int TICKETS_MAX = 1_000;

  /** The tickets that wait of those that the runtime asked about. */
  record Tickets(long receiver, List<Waiting> tickets) implements Mail {}
}
