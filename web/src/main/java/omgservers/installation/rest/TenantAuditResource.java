package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.installation.AuditReading;
import omgservers.installation.rest.AuditPages.AuditView;
import omgservers.installation.rest.AuditPages.Filter;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;

/** Who changed what in a tenant. */
@Path("tenants/{tenant}/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TenantAuditResource {
  private final AuditReading audit;
  private final AuditPages pages;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public TenantAuditResource(
      AuditReading audit, AuditPages pages, Directory directory, Callers callers) {
    this.audit = audit;
    this.pages = pages;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public TenantAuditResource() {
    this(null, null, null, null);
  }

  /** The administrative changes to a tenant and what is in it. */
  @GET
  public Paging.Page<AuditView> list(
      @PathParam("tenant") String tenant, @BeanParam Paging paging, @BeanParam Filter filter) {
    Caller caller = callers.staff();
    return pages.read(audit.ofTenant(caller, directory.tenant(tenant)), paging, filter, null);
  }
}
