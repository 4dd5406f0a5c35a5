package omgservers.installation;

import java.time.Instant;
import omgservers.installation.model.PulseFacts.Trouble;

/**
 * Something that somebody should look at.
 *
 * @param name what it is about where that has a name of its own, null otherwise
 * @param since when it began or was seen
 * @param reason what is known of why, or null
 */
public record Concern(
    Kind kind,
    Long tenantId,
    Long stageId,
    Long deploymentId,
    Long id,
    String name,
    Instant since,
    String reason) {
  /** What is wrong; the worst first. */
  public enum Kind {
    /** A database that cannot be reached. */
    SHARD_LOST,
    /** A pool server that does not answer. */
    SERVER_LOST,
    /** A deployment without the lobbies or matches that it needs. */
    DEGRADED,
    /** A game server that waits for room. */
    NO_ROOM,
    /** A game server that ended by itself. */
    FAILED_RUNTIME,
    /** Letters between shards that wait. */
    OUTBOX,
    /** A build that failed. */
    FAILED_BUILD
  }

  static Concern of(Kind kind, Trouble trouble) {
    return new Concern(
        kind,
        trouble.tenantId(),
        trouble.stageId(),
        trouble.deploymentId(),
        trouble.id(),
        null,
        trouble.since(),
        trouble.reason());
  }

  /** Something of the installation itself. */
  public static Concern named(Kind kind, String name, Instant since, String reason) {
    return new Concern(kind, null, null, null, null, name, since, reason);
  }
}
