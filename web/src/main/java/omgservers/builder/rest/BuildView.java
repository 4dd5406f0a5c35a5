package omgservers.builder.rest;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.builder.Builds;
import omgservers.builder.model.BuildState;
import omgservers.builder.model.BuildStep;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A build: what was wished, how far it is, and what became of it. */
public record BuildView(
    Long id,
    Long tenantId,
    Long projectId,
    Instant created,
    Long createdBy,
    @Schema(nullable = true) BuildsResource.GitPlace git,
    @Schema(nullable = true) String commit,
    String tag,
    String dockerfile,
    @Schema(nullable = true) String target,
    Map<String, String> arguments,
    List<String> secrets,
    boolean noCache,
    BuildState state,
    @Schema(nullable = true) BuildStep step,
    boolean cancelling,
    @Schema(nullable = true) String reason,
    int run,
    @Schema(nullable = true) String server,
    @Schema(nullable = true) BigInteger sourceBytes,
    @Schema(nullable = true) Instant queuedAt,
    @Schema(nullable = true) Instant startedAt,
    @Schema(nullable = true) Instant endedAt,
    @Schema(nullable = true) String image,
    @Schema(nullable = true) String digest,
    @Schema(nullable = true) Long versionId,
    boolean repeatable) {
  static BuildView of(Builds.BuildFact build) {
    return new BuildView(
        build.id(),
        build.tenantId(),
        build.projectId(),
        build.created(),
        build.createdBy(),
        Optional.ofNullable(build.git())
            .map(git -> new BuildsResource.GitPlace(git.url(), git.ref()))
            .orElse(null),
        build.commit(),
        build.tag(),
        build.dockerfile(),
        build.target(),
        build.arguments(),
        build.secrets(),
        build.noCache(),
        build.state(),
        build.step(),
        build.cancelling(),
        build.reason(),
        build.run(),
        build.server(),
        Optional.ofNullable(build.sourceBytes()).map(BigInteger::valueOf).orElse(null),
        build.queuedAt(),
        build.startedAt(),
        build.endedAt(),
        build.image(),
        build.digest(),
        build.versionId(),
        build.repeatable());
  }
}
