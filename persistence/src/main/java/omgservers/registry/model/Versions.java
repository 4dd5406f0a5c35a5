package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.model.Life;

/** The versions of projects and their images. */
@ApplicationScoped
public class Versions {
  /** No more versions of a project are shown than this, the newest. */
  public static final int VERSIONS_MAX = 1_000;

  private static final int IMAGES_MAX = ImageQualifier.values().length;

  private final Shards shards;

  /** Versions of these shards. */
  @Inject
  public Versions(Shards shards) {
    this.shards = shards;
  }

  protected Versions() {
    this(null);
  }

  /** A new version. */
  public void add(Version version) {
    shards.of(version.id()).persist(version);
  }

  /** A new image. */
  public void add(Image image) {
    shards.of(image.id()).persist(image);
  }

  /** Removes the version and its images. */
  public void remove(Version version) {
    shards.of(version.id()).remove(version);
  }

  /** The version, if it is the tenant's. */
  public Optional<Version> find(long tenant, long id) {
    return shards
        .findBeside(Version.class, tenant, id)
        .filter(version -> version.tenantId() == tenant);
  }

  /** The version of the tenant, so that nobody deploys or changes it meanwhile. */
  public Optional<Version> lock(long tenant, long id) {
    return find(tenant, id).flatMap(version -> shards.lock(Version.class, id));
  }

  /** The images of the version. */
  public List<Image> images(long version) {
    return shards
        .of(version)
        .createQuery(
            "select i from Image i where i.versionId = :version order by i.id", Image.class)
        .setParameter("version", version)
        .setMaxResults(IMAGES_MAX)
        .getResultList();
  }

  /** The images of all these versions of one tenant. */
  public List<Image> imagesOfAll(long tenant, Collection<Long> versions) {
    if (versions.isEmpty()) {
      return List.of();
    }
    return shards
        .of(tenant)
        .createQuery(
            "select i from Image i where i.versionId in :versions order by i.id", Image.class)
        .setParameter("versions", versions)
        .setMaxResults(versions.size() * IMAGES_MAX)
        .getResultList();
  }

  /** Removes the image. */
  public void remove(Image image) {
    shards.of(image.id()).remove(image);
  }

  /** Versions of the project. */
  public List<Version> list(long project, Life state, Slice slice) {
    return new Listing<>(Version.class, slice)
        .where("e.projectId = :project", "project", project)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(project));
  }

  /** The versions of the project, newest first. */
  public List<Version> ofProject(long project) {
    return shards
        .of(project)
        .createQuery(
            "select v from Version v where v.projectId = :project order by v.id desc",
            Version.class)
        .setParameter("project", project)
        .setMaxResults(VERSIONS_MAX)
        .getResultList();
  }
}
