package omgservers.registry;

/**
 * Something is about to be taken from the version, in the transaction of this event: whoever needs
 * the version as it is objects with a refusal.
 */
public record VersionChange(long tenantId, long versionId) {}
