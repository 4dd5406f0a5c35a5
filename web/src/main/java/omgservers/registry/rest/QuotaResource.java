package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.registry.Quotas;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.Directory;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How much of the registry a tenant uses and may use. */
@Path("tenants/{tenant}/image-quota")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class QuotaResource {
  private static final int MIB_MAX = 1 << 30;

  private final Quotas quotas;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public QuotaResource(Quotas quotas, Directory directory, Callers callers) {
    this.quotas = quotas;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public QuotaResource() {
    this(null, null, null);
  }

  /** What a tenant keeps and may keep, in bytes; own when that was said for it alone. */
  public record QuotaView(Long keptBytes, Long quotaBytes, boolean own, Long images) {
    static QuotaView of(Quotas.Usage usage) {
      return new QuotaView(usage.keptBytes(), usage.quotaBytes(), usage.own(), usage.images());
    }
  }

  /** A quota that is wanted; null for what the installation's setting says. */
  public record NewQuota(@Schema(nullable = true) @PositiveOrZero @Max(MIB_MAX) Integer quotaMib) {}

  /** What the tenant keeps and may keep. */
  @GET
  public QuotaView get(@PathParam("tenant") String tenant) {
    return QuotaView.of(quotas.of(callers.staff(), directory.tenant(tenant)));
  }

  /** The tenant may keep so much from now on; what it has stays. */
  @PUT
  public QuotaView set(@PathParam("tenant") String tenant, @NotNull @Valid NewQuota wish) {
    return QuotaView.of(quotas.set(callers.staff(), directory.tenant(tenant), wish.quotaMib()));
  }
}
