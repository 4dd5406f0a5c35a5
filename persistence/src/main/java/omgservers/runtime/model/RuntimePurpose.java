package omgservers.runtime.model;

/** For whom a runtime runs and as what. */
public record RuntimePurpose(
    long tenantId,
    long stageId,
    long deploymentId,
    long versionId,
    long matchmakerId,
    long partId,
    RuntimeQualifier qualifier,
    String mode) {}
