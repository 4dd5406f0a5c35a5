package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import omgservers.shared.audit.model.AuditRecord;
import omgservers.shared.audit.model.AuditTrail;
import omgservers.shared.paging.Slice;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Right;

/**
 * Who did what. Records lie beside what they are about, so a list is read from the directory and
 * from each shard, in a transaction each: first comes a permit, then the reading.
 */
@ApplicationScoped
@Transactional
public class AuditReading {
  private final AuditTrail trail;
  private final Authorization authorization;

  /** Reads this trail. */
  @Inject
  public AuditReading(AuditTrail trail, Authorization authorization) {
    this.trail = trail;
    this.authorization = authorization;
  }

  protected AuditReading() {
    this(null, null);
  }

  /** That records may be read, all or those of one tenant; only this class gives one. */
  public static final class Permit {
    private final Long tenant;

    private Permit(Long tenant) {
      this.tenant = tenant;
    }

    private AuditTrail.Wish limit(AuditTrail.Wish wish) {
      return tenant == null
          ? wish
          : new AuditTrail.Wish(
              wish.actor(), wish.operation(), tenant, wish.entity(), wish.from(), wish.to());
    }
  }

  /** Any records, for the staff. */
  public Permit ofInstallation(Caller caller) {
    authorization.staffToRead(caller);
    return new Permit(null);
  }

  /** Records about the tenant. */
  public Permit ofTenant(Caller caller, long tenant) {
    authorization.toRead(caller, tenant, Right.TENANT_VIEWER.on(tenant));
    return new Permit(tenant);
  }

  /** What the directory has of it. */
  public List<AuditRecord> inDirectory(Permit permit, AuditTrail.Wish wish, Slice slice) {
    return trail.inDirectory(permit.limit(wish), slice);
  }

  /** What the shard has of it. */
  public List<AuditRecord> inShard(Permit permit, AuditTrail.Wish wish, int shard, Slice slice) {
    return trail.inShard(shard, permit.limit(wish), slice);
  }
}
