package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Which project a repository of the registry belongs to; in the directory. */
@ApplicationScoped
public class RepositoryNames {
  /** No more names are told at once than this. */
  public static final int NAMES_MAX = 100_000;

  private final Shards shards;

  /** Names in the directory of these shards. */
  @Inject
  public RepositoryNames(Shards shards) {
    this.shards = shards;
  }

  protected RepositoryNames() {
    this(null);
  }

  /** The project that a repository belongs to. */
  public record Owner(long tenantId, long projectId) {}

  /** Whose repository it is, if anybody claimed it. */
  public Optional<Owner> find(String name) {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery("select tenant_id, project_id from repository where name = ?1")
            .setParameter(1, name)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(row -> new Owner(((Number) row[0]).longValue(), ((Number) row[1]).longValue()))
        .findFirst();
  }

  /** Claims the repository for the project, and says whose it is now. */
  public Owner claim(String name, Owner owner, Instant now) {
    shards
        .directory()
        .createNativeQuery(
            "insert into repository (name, tenant_id, project_id, created) values (?1, ?2, ?3, ?4)"
                + " on conflict do nothing")
        .setParameter(1, name)
        .setParameter(2, owner.tenantId)
        .setParameter(3, owner.projectId)
        .setParameter(4, Timestamp.from(now))
        .executeUpdate();
    return find(name).orElseThrow();
  }

  /** The names of all repositories that somebody claimed, at most {@value #NAMES_MAX}. */
  public List<String> all() {
    List<?> names =
        shards
            .directory()
            .createNativeQuery("select name from repository order by name")
            .setMaxResults(NAMES_MAX)
            .getResultList();
    return names.stream().map(String.class::cast).toList();
  }

  /** Nothing belongs to the project any more. */
  public void release(long project) {
    shards
        .directory()
        .createNativeQuery("delete from repository where project_id = ?1")
        .setParameter(1, project)
        .executeUpdate();
  }
}
