package omgservers.pool;

/** Happened on this instance: the game server of the runtime is not there any more. */
public record GameServerStopped(long runtime) {}
