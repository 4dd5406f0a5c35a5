package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import omgservers.installation.Monitoring;
import omgservers.shared.platform.Inspected;
import omgservers.shared.rest.BasicLogin;
import omgservers.shared.rest.Callers;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How the parts of the installation are, for operators. */
@Path("health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  private final Monitoring monitoring;
  private final Callers callers;

  /** A door to what monitoring knows. */
  @Inject
  public HealthResource(Monitoring monitoring, Callers callers) {
    this.monitoring = monitoring;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public HealthResource() {
    this(null, null);
  }

  /** Whether all is well. */
  public enum Status {
    /** All parts are. */
    UP,
    /** Something is missing; the rest goes on. */
    DEGRADED,
    /** A database is missing. */
    DOWN
  }

  /** A part: a database, a pool server or the registry. */
  public record PartView(
      String kind,
      String name,
      boolean up,
      boolean needed,
      @Schema(nullable = true) String detail) {
    static PartView of(Inspected.Part part) {
      return new PartView(part.kind(), part.name(), part.up(), part.needed(), part.detail());
    }
  }

  /** How all parts are together, and each of them. */
  public record HealthView(Status status, List<PartView> parts) {
    static HealthView of(List<Inspected.Part> parts) {
      boolean useless = parts.stream().anyMatch(part -> part.needed() && !part.up());
      boolean whole = parts.stream().allMatch(Inspected.Part::up);
      return new HealthView(
          useless ? Status.DOWN : whole ? Status.UP : Status.DEGRADED,
          parts.stream().map(PartView::of).toList());
    }
  }

  /**
   * How the databases, the pool servers and the registry are; 503 when a database is missing. For
   * whom metrics are, too.
   */
  @GET
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HealthView.class)))
  @APIResponse(
      responseCode = "503",
      content = @Content(schema = @Schema(implementation = HealthView.class)))
  public Response health() {
    Optional<BasicLogin> login = callers.basicLogin();
    HealthView health =
        HealthView.of(
            login.isPresent()
                ? monitoring.parts(login.get().user(), login.get().password())
                : monitoring.parts(callers.staff()));
    return Response.status(
            health.status == Status.DOWN ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.OK)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(health)
        .build();
  }
}
