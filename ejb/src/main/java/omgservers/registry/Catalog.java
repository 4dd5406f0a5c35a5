package omgservers.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.registry.model.Image;
import omgservers.registry.model.ImageQualifier;
import omgservers.registry.model.Version;
import omgservers.registry.model.Versions;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Right;

/** Versions and their images to look at. */
@ApplicationScoped
@Transactional
public class Catalog {
  private final Versions versions;
  private final Authorization authorization;

  /** Views of these versions. */
  @Inject
  public Catalog(Versions versions, Authorization authorization) {
    this.versions = versions;
    this.authorization = authorization;
  }

  protected Catalog() {
    this(null, null);
  }

  /** An image of a version. */
  public record ImageFact(
      long id, ImageQualifier qualifier, String image, String digest, Instant created) {
    static ImageFact of(Image image) {
      return new ImageFact(
          image.id(),
          image.qualifier(),
          image.image(),
          image.digest().orElse(null),
          image.created());
    }
  }

  /** A version with its images. */
  public record VersionFact(
      long id,
      long tenantId,
      long projectId,
      Life state,
      Instant created,
      JsonValue config,
      List<ImageFact> images) {
    /** The version with these images. */
    public static VersionFact of(Version version, List<Image> images) {
      return new VersionFact(
          version.id(),
          version.tenantId(),
          version.projectId(),
          version.state(),
          version.created(),
          Json.value(version.config()),
          images.stream().map(ImageFact::of).toList());
    }
  }

  /** The version of the project. */
  public VersionFact version(Caller caller, Tenancy.Place project, long id) {
    requireReader(caller, project);
    return changed(project, id);
  }

  /** The version as whoever has just changed it is told, without a permission to read. */
  public VersionFact changed(Tenancy.Place project, long id) {
    return versions
        .find(project.tenantId(), id)
        .filter(version -> version.projectId() == project.projectId())
        .map(version -> VersionFact.of(version, versions.images(id)))
        .orElseThrow(() -> unknown(id));
  }

  /** The version of whatever project of the tenant. */
  public VersionFact version(Caller caller, long tenant, long id) {
    authorization.requireTenant(caller, tenant);
    Version version = versions.find(tenant, id).orElseThrow(() -> unknown(id));
    requireReader(caller, new Tenancy.Place(tenant, version.projectId(), 0));
    return VersionFact.of(version, versions.images(id));
  }

  /** Versions of the project. */
  public List<VersionFact> versions(Caller caller, Tenancy.Place project, Life state, Slice slice) {
    requireReader(caller, project);
    List<Version> found = versions.list(project.projectId(), state, slice);
    Map<Long, List<Image>> images =
        versions.imagesOfAll(project.tenantId(), found.stream().map(Version::id).toList()).stream()
            .collect(Collectors.groupingBy(Image::versionId));
    return found.stream()
        .map(version -> VersionFact.of(version, images.getOrDefault(version.id(), List.of())))
        .toList();
  }

  /** A version without what it consists of. */
  public record VersionMention(long id, Instant created) {}

  /** The newest versions of the project, at most {@value Versions#VERSIONS_MAX}. */
  public List<VersionMention> mentions(Caller caller, Tenancy.Place project) {
    requireReader(caller, project);
    return versions.ofProject(project.projectId()).stream()
        .map(version -> new VersionMention(version.id(), version.created()))
        .toList();
  }

  private void requireReader(Caller caller, Tenancy.Place project) {
    authorization.toRead(
        caller,
        project.tenantId(),
        Right.PROJECT_VIEWER.on(project.projectId()),
        Right.VERSION_MANAGER.on(project.projectId()));
  }

  static Refusal unknown(long id) {
    return Refusal.notFound("There is no version " + id + ".");
  }
}
