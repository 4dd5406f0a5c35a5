package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import omgservers.installation.AuditReading;
import omgservers.installation.rest.AuditPages.AuditView;
import omgservers.installation.rest.AuditPages.Filter;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;

/** Who changed what in the installation. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private final AuditReading audit;
  private final AuditPages pages;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public AuditResource(AuditReading audit, AuditPages pages, Callers callers) {
    this.audit = audit;
    this.pages = pages;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public AuditResource() {
    this(null, null, null);
  }

  /** All administrative changes, by who made them, what was done, to what and when. */
  @GET
  public Paging.Page<AuditView> list(
      @BeanParam Paging paging, @BeanParam Filter filter, @QueryParam("tenant") String tenant) {
    return pages.read(audit.ofInstallation(callers.staff()), paging, filter, tenant);
  }
}
