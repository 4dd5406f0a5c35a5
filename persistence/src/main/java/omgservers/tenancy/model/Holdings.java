package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** What users hold: their permissions, on whichever shard the tenants lie. */
@ApplicationScoped
public class Holdings {
  private final Shards shards;

  /** Holdings on these shards. */
  @Inject
  public Holdings(Shards shards) {
    this.shards = shards;
  }

  protected Holdings() {
    this(null);
  }

  /** All rights of a user on one tenant, project or stage. */
  public record Holding(long tenantId, long entityId, Set<Right> rights) {
    static Holding of(Object[] row) {
      Set<Right> rights =
          Arrays.stream(((String) row[2]).split(" ", -1))
              .map(Right::valueOf)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Right.class)));
      return new Holding(((Number) row[0]).longValue(), ((Number) row[1]).longValue(), rights);
    }
  }

  /** What the user holds on the shard, by the ids of the things. */
  public List<Holding> of(int shard, long user, Slice slice) {
    String beyond = slice.newestFirst() ? " and entity_id < ?2" : " and entity_id > ?2";
    String order = slice.newestFirst() ? " desc" : "";
    var query =
        shards
            .shard(shard)
            .createNativeQuery(
                "select tenant_id, entity_id, string_agg(permission, ' ') from permission"
                    + " where user_id = ?1"
                    + (slice.beyond() == null ? "" : beyond)
                    + " group by tenant_id, entity_id order by entity_id"
                    + order)
            .setParameter(1, user)
            .setMaxResults(slice.fetched());
    if (slice.beyond() != null) {
      query.setParameter(2, slice.beyond());
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> Holding.of((Object[]) row)).toList();
  }

  /** The user holds nothing on the tenant, project or stage any more. */
  public void drop(long entity, long user) {
    shards
        .of(entity)
        .createNativeQuery("delete from permission where entity_id = ?1 and user_id = ?2")
        .setParameter(1, entity)
        .setParameter(2, user)
        .executeUpdate();
  }
}
