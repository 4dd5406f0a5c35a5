package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

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
    return shards.find(Version.class, id).filter(version -> version.tenantId() == tenant);
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
