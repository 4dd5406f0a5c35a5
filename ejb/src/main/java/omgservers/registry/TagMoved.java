package omgservers.registry;

/** In the transaction of this event: the tag of the project stands for another version now. */
public record TagMoved(long tenantId, long projectId, String tag) {}
