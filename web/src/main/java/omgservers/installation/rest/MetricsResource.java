package omgservers.installation.rest;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import omgservers.installation.Monitoring;
import omgservers.shared.rest.BasicLogin;
import omgservers.shared.rest.Callers;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Figures of this instance for a monitoring system, in the text format of Prometheus. */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private final Monitoring monitoring;
  private final Callers callers;
  private final Instance<MultiCollector> collectors;

  /**
   * A door to these figures. They are looked for here: in an EAR, the module of the use cases does
   * not see what this one counts.
   */
  @Inject
  public MetricsResource(
      Monitoring monitoring, Callers callers, @Any Instance<MultiCollector> collectors) {
    this.monitoring = monitoring;
    this.callers = callers;
    this.collectors = collectors;
  }

  /** For servers that look for one without parameters. */
  public MetricsResource() {
    this(null, null, null);
  }

  /**
   * How this instance and what it works on fare, for staff. A monitoring system comes without a
   * token: by Basic authentication as the user metrics, when the installation has a password for
   * it.
   */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @APIResponseSchema(value = String.class, responseCode = "200")
  public Response metrics() {
    Optional<BasicLogin> login = callers.basicLogin();
    MetricSnapshots figures =
        login.isPresent()
            ? monitoring.figures(login.get().user(), login.get().password(), collectors)
            : monitoring.figures(callers.staff(), collectors);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.ok(text.toString(StandardCharsets.UTF_8))
        .type(PrometheusTextFormatWriter.CONTENT_TYPE)
        .build();
  }
}
