package omgservers.tenancy.rest;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import omgservers.deployment.Rollouts.DeploymentFact;
import omgservers.deployment.Rollouts.LobbyMention;
import omgservers.deployment.model.Deployment;
import omgservers.registry.Catalog.ImageFact;
import omgservers.registry.Catalog.VersionFact;
import omgservers.registry.Catalog.VersionMention;
import omgservers.registry.model.ImageQualifier;
import omgservers.tenancy.Overviews.NamedFact;
import omgservers.tenancy.Overviews.PermissionFact;
import omgservers.tenancy.Tenancy.Place;
import omgservers.tenancy.model.Alias;
import omgservers.tenancy.model.Right;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the protocol's detail calls answer, field by field; what ours has besides comes last. */
public final class DetailViews {
  private DetailViews() {}

  /** What a name stands for. */
  public enum AliasQualifier {
    /** A tenant. */
    TENANT,
    /** A project. */
    PROJECT,
    /** A stage. */
    STAGE
  }

  /** A name; here names have no ids. */
  public record AliasView(
      @Schema(nullable = true) Long id,
      Instant created,
      AliasQualifier qualifier,
      Long entityId,
      String value) {
    static List<AliasView> of(AliasQualifier qualifier, List<Alias> aliases) {
      return aliases.stream()
          .map(
              alias ->
                  new AliasView(null, alias.created(), qualifier, alias.entityId(), alias.value()))
          .toList();
    }
  }

  /** A tenant with its names. */
  public record TenantView(Long id, Instant created, List<AliasView> aliases) {}

  /** A permission on a tenant. */
  public record TenantPermission(
      Long id, Long tenantId, Instant created, Long userId, Right permission) {
    static TenantPermission of(long tenant, PermissionFact it) {
      return new TenantPermission(it.id(), tenant, it.created(), it.userId(), it.right());
    }
  }

  /** A project with its names. */
  public record ProjectView(Long id, Long tenantId, Instant created, List<AliasView> aliases) {
    static ProjectView of(long tenant, NamedFact it) {
      return new ProjectView(
          it.id(), tenant, it.created(), AliasView.of(AliasQualifier.PROJECT, it.aliases()));
    }
  }

  /** A permission on a project. */
  public record ProjectPermission(
      Long id, Long tenantId, Long projectId, Instant created, Long userId, Right permission) {
    static ProjectPermission of(Place place, PermissionFact it) {
      return new ProjectPermission(
          it.id(), place.tenantId(), place.projectId(), it.created(), it.userId(), it.right());
    }
  }

  /** A stage with its names. */
  public record StageView(
      Long id, Long tenantId, Long projectId, Instant created, List<AliasView> aliases) {
    static StageView of(Place place, NamedFact it) {
      return new StageView(
          it.id(),
          place.tenantId(),
          place.projectId(),
          it.created(),
          AliasView.of(AliasQualifier.STAGE, it.aliases()));
    }
  }

  /** A permission on a stage. */
  public record StagePermission(
      Long id, Long tenantId, Long stageId, Instant created, Long userId, Right permission) {
    static StagePermission of(Place place, PermissionFact it) {
      return new StagePermission(
          it.id(), place.tenantId(), place.stageId(), it.created(), it.userId(), it.right());
    }
  }

  /** A version, only mentioned. */
  public record VersionProjection(Long id, Instant created, Long projectId) {
    static VersionProjection of(Place place, VersionMention it) {
      return new VersionProjection(it.id(), it.created(), place.projectId());
    }
  }

  /** A version. */
  public record VersionView(
      Long id, Long tenantId, Long projectId, Instant created, JsonValue config) {
    static VersionView of(VersionFact it) {
      return new VersionView(it.id(), it.tenantId(), it.projectId(), it.created(), it.config());
    }
  }

  /** An image of a version; what the protocol calls its id is its name. */
  public record ImageView(
      Long id,
      Long tenantId,
      Long versionId,
      Instant created,
      ImageQualifier qualifier,
      String imageId) {
    static ImageView of(VersionFact version, ImageFact it) {
      return new ImageView(
          it.id(), version.tenantId(), version.id(), it.created(), it.qualifier(), it.image());
    }
  }

  /** A deployment. */
  public record DeploymentView(
      Long id,
      Long tenantId,
      Long stageId,
      Long versionId,
      Instant created,
      Deployment.State state,
      JsonValue config) {
    static DeploymentView of(DeploymentFact it) {
      return new DeploymentView(
          it.id(),
          it.place().tenantId(),
          it.place().stageId(),
          it.versionId(),
          it.created(),
          it.state(),
          it.config());
    }
  }

  /** A lobby of a deployment. */
  public record LobbyResource(Long id, Instant created, Long lobbyId) {
    static LobbyResource of(LobbyMention it) {
      return new LobbyResource(it.id(), it.created(), it.id());
    }
  }

  /** The matchmaker of a deployment. */
  public record MatchmakerResource(Long id, Instant created, Long matchmakerId) {
    static MatchmakerResource of(DeploymentFact it) {
      return new MatchmakerResource(it.matchmakerId(), it.created(), it.matchmakerId());
    }
  }
}
