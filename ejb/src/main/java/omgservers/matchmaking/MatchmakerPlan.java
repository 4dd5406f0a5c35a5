package omgservers.matchmaking;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.registry.VersionConfig;
import omgservers.runtime.model.Limits;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;

/** What a matchmaker makes matches of: the modes, how many, and how to run them. */
public record MatchmakerPlan(
    long tenantId,
    long stageId,
    long deploymentId,
    long versionId,
    String image,
    JsonValue versionConfig,
    List<VersionConfig.Mode> modes,
    int matchesMax,
    Map<String, Integer> warmMatches,
    Limits limits) {

  Optional<VersionConfig.Mode> mode(String name) {
    return modes.stream().filter(mode -> mode.name().equals(name)).findFirst();
  }

  int warm(String mode) {
    return warmMatches.getOrDefault(mode, 0);
  }

  RuntimePurpose purpose(long matchmaker, long match, String mode) {
    return new RuntimePurpose(
        tenantId,
        stageId,
        deploymentId,
        versionId,
        matchmaker,
        match,
        RuntimeQualifier.MATCH,
        mode);
  }
}
