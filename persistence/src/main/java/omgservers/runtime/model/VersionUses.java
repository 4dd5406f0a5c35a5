package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** What versions used; each shard knows it of the runtimes that lie on it. */
@ApplicationScoped
public class VersionUses {
  private final Shards shards;

  /** Uses on these shards. */
  @Inject
  public VersionUses(Shards shards) {
    this.shards = shards;
  }

  protected VersionUses() {
    this(null);
  }

  /** Something of the version was measured for the first time. */
  public void add(int shard, VersionUse use) {
    shards.shard(shard).persist(use);
  }

  /** The shard's share of the version's use, locked against other transactions. */
  public Optional<VersionUse> lock(int shard, long version, RuntimeQualifier qualifier) {
    return shards
        .shard(shard)
        .createQuery(
            "select u from VersionUse u where u.versionId = :version and u.qualifier = :qualifier",
            VersionUse.class)
        .setParameter("version", version)
        .setParameter("qualifier", qualifier)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /** The shard's share of the version's use. */
  public List<VersionUse> of(int shard, long version) {
    return shards
        .shard(shard)
        .createQuery(
            "select u from VersionUse u where u.versionId = :version order by u.qualifier",
            VersionUse.class)
        .setParameter("version", version)
        .setMaxResults(RuntimeQualifier.values().length)
        .getResultList();
  }

  /** The version is gone, and so is what it used on the shard. */
  public void removeOfVersion(int shard, long version) {
    shards
        .shard(shard)
        .createQuery("delete from VersionUse u where u.versionId = :version")
        .setParameter("version", version)
        .executeUpdate();
  }
}
