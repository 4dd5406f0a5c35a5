package omgservers.deployment.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.model.Tenants;

/** Which stages follow which tags. */
@ApplicationScoped
public class Followings {
  private final Shards shards;

  /** Followings on these shards. */
  @Inject
  public Followings(Shards shards) {
    this.shards = shards;
  }

  protected Followings() {
    this(null);
  }

  /** A new one. */
  public void add(Following following) {
    shards.of(following.id()).persist(following);
  }

  /** The stage follows nothing any more. */
  public void remove(Following following) {
    shards.of(following.id()).remove(following);
  }

  /** What the stage follows. */
  public Optional<Following> find(long stage) {
    return shards.find(Following.class, stage);
  }

  /** What the stage follows, so that nobody else changes it meanwhile. */
  public Optional<Following> lock(long stage) {
    return shards.lock(Following.class, stage);
  }

  /** The stages of the project that follow the tag. */
  public List<Long> of(long project, String tag) {
    return shards
        .of(project)
        .createQuery(
            "select f.id from Following f where f.projectId = :project and f.tag = :tag order by"
                + " f.id",
            Long.class)
        .setParameter("project", project)
        .setParameter("tag", tag)
        .setMaxResults(Tenants.STAGES_MAX)
        .getResultList();
  }
}
