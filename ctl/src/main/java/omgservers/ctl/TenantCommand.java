package omgservers.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tenants. */
@Command(name = "tenant", description = "Tenants (support).")
final class TenantCommand extends Omgctl.Part {
  @Command(name = "create", description = "Creates a tenant.")
  void create(@Parameters(paramLabel = "TENANT") String alias) {
    Support support = Support.of(omgctl());
    String id = support.createTenant();
    support.nameTenant(id, alias);
    omgctl().print(Api.JSON.createObjectNode().put("tenant_id", id));
  }
}
