package omgservers.shared.audit.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The audit records of the directory and of each shard. */
@ApplicationScoped
public class AuditTrail {
  private final Shards shards;

  /** Records in these databases. */
  @Inject
  public AuditTrail(Shards shards) {
    this.shards = shards;
  }

  protected AuditTrail() {
    this(null);
  }

  /** Which records are wanted; null means any. */
  public record Wish(
      Long actor, String operation, Long tenant, Long entity, Instant from, Instant to) {}

  /** Written to the database that the present transaction works on. */
  public void add(AuditRecord written) {
    shards.present().persist(written);
  }

  /** Records of the directory. */
  public List<AuditRecord> inDirectory(Wish wish, Slice slice) {
    return listing(wish, slice).fetch(shards.directory());
  }

  /** Records of the shard. */
  public List<AuditRecord> inShard(int shard, Wish wish, Slice slice) {
    return listing(wish, slice).fetch(shards.shard(shard));
  }

  private static Listing<AuditRecord> listing(Wish wish, Slice slice) {
    return new Listing<>(AuditRecord.class, slice)
        .where("e.actorId = :actor", "actor", wish.actor)
        .where("e.operation = :operation", "operation", wish.operation)
        .where("e.tenantId = :tenant", "tenant", wish.tenant)
        .where("e.entityId = :entity", "entity", wish.entity)
        .where("e.at >= :from", "from", wish.from)
        .where("e.at < :to", "to", wish.to);
  }
}
