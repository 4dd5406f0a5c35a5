package omgservers.tenancy.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.LongFunction;
import omgservers.removal.Remainders;
import omgservers.removal.Removals;
import omgservers.removal.model.Left;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;

/** What the doors to tenants, projects and stages have in common when these are deleted. */
@ApplicationScoped
public class RemovalDoor {
  private final Removals removals;
  private final Remainders remainders;

  /** A door to these deletions. */
  @Inject
  public RemovalDoor(Removals removals, Remainders remainders) {
    this.removals = removals;
    this.remainders = remainders;
  }

  protected RemovalDoor() {
    this(null, null);
  }

  /** The tenant is to go. */
  public Estates.TenantFact tenant(Caller caller, long tenant) {
    return removals.tenant(caller, tenant).fact();
  }

  /** The project is to go. */
  public Estates.EstateFact project(Caller caller, Tenancy.Place place) {
    return removals.project(caller, place).fact();
  }

  /** The stage is to go. */
  public Estates.EstateFact stage(Caller caller, Tenancy.Place place) {
    return removals.stage(caller, place).fact();
  }

  /** How the deletion of the tenant goes on; null while it is not being deleted. */
  public RemovalView of(Estates.TenantFact tenant) {
    return view(tenant.going(), tenant.id(), remainders::ofTenant);
  }

  /** How the deletion of the project or stage goes on; null while it is not being deleted. */
  public RemovalView of(Estates.EstateFact estate) {
    return view(
        estate.going(),
        estate.id(),
        estate.projectId() == null ? remainders::ofProject : remainders::ofStage);
  }

  private static RemovalView view(Estates.Going going, long id, LongFunction<Left> left) {
    return going == null
        ? null
        : new RemovalView(going.since(), RemovalView.Rest.of(left.apply(id)), going.reason());
  }
}
