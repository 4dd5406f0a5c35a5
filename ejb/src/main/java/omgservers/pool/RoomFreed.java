package omgservers.pool;

/**
 * Happened on this instance: there is more room than before.
 *
 * @param fresh whether it came with a server that was added, or answers again
 */
public record RoomFreed(boolean fresh) {}
