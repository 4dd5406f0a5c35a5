package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import omgservers.shared.sharding.Shards;

/** Layers that are complete in the registry, until the image that they belong to is known. */
@ApplicationScoped
public class ArrivingLayers {
  private final Shards shards;

  /** Layers of these shards. */
  @Inject
  public ArrivingLayers(Shards shards) {
    this.shards = shards;
  }

  protected ArrivingLayers() {
    this(null);
  }

  /** A layer of the tenant came that no known image has; those from before the moment go. */
  public void add(long tenant, PushedImages.Layer layer, Instant now, Instant forgotten) {
    shards
        .of(tenant)
        .createNativeQuery("delete from arriving_layer where tenant_id = ?1 and arrived_at < ?2")
        .setParameter(1, tenant)
        .setParameter(2, Timestamp.from(forgotten))
        .executeUpdate();
    shards
        .of(tenant)
        .createNativeQuery(
            """
            insert into arriving_layer (tenant_id, digest, size, arrived_at)
            select cast(?1 as bigint), ?2, cast(?3 as bigint), cast(?4 as timestamptz)
            where exists (select 1 from tenant where id = ?1)
                and not exists (select 1 from image_layer where tenant_id = ?1 and digest = ?2)
            on conflict do nothing
            """)
        .setParameter(1, tenant)
        .setParameter(2, layer.digest())
        .setParameter(3, layer.size())
        .setParameter(4, Timestamp.from(now))
        .executeUpdate();
  }

  /** The image of these layers is known. */
  public void remove(long tenant, Collection<PushedImages.Layer> layers) {
    for (PushedImages.Layer layer : layers) {
      shards
          .of(tenant)
          .createNativeQuery("delete from arriving_layer where tenant_id = ?1 and digest = ?2")
          .setParameter(1, tenant)
          .setParameter(2, layer.digest())
          .executeUpdate();
    }
  }

  /** How many bytes of the tenant came since the moment for images that are not known yet. */
  public long bytes(long tenant, Instant since) {
    Object sum =
        shards
            .of(tenant)
            .createNativeQuery(
                "select coalesce(sum(size), 0) from arriving_layer"
                    + " where tenant_id = ?1 and arrived_at >= ?2")
            .setParameter(1, tenant)
            .setParameter(2, Timestamp.from(since))
            .getSingleResult();
    return ((Number) sum).longValue();
  }
}
