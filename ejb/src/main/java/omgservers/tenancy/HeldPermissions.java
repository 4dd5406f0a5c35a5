package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.tenancy.model.Holdings;
import omgservers.tenancy.model.Holdings.Holding;

/** What one account may do, in all tenants. */
@ApplicationScoped
@Transactional
public class HeldPermissions {
  private final Holdings holdings;
  private final Authorization authorization;
  private final Audit audit;

  /** Permissions among these holdings. */
  @Inject
  public HeldPermissions(Holdings holdings, Authorization authorization, Audit audit) {
    this.holdings = holdings;
    this.authorization = authorization;
    this.audit = audit;
  }

  protected HeldPermissions() {
    this(null, null, null);
  }

  /** What the account may do in the tenants of the shard. */
  public List<Holding> list(Caller caller, int shard, long user, Slice slice) {
    authorization.staffToRead(caller);
    return holdings.of(shard, user, slice);
  }

  /** The account may do nothing in the tenants of the shard any more; it is being removed. */
  void drop(Caller caller, int shard, long user) {
    Slice all = new Slice(Integer.MAX_VALUE - 1, false, null);
    for (Holding holding : holdings.of(shard, user, all)) {
      holdings.drop(holding.entityId(), user);
      String who = Long.toString(user);
      audit.record(
          caller.actor(),
          "permissions.change",
          Audit.Subject.of(holding.tenantId(), holding.entityId()),
          Map.of("user_id", who, "rights", holding.rights()),
          Map.of("user_id", who, "rights", List.of()));
    }
  }
}
