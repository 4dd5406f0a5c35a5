package omgservers.matchmaking.rest;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.enterprise.context.RequestScoped;
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
import omgservers.matchmaking.Standings;
import omgservers.shared.rest.Callers;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Figures of this instance for a monitoring system, in the text format of Prometheus. */
@Path("metrics")
@RequestScoped
public class MetricsResource {
  private final Standings standings;
  private final Callers callers;

  /** A door to these figures. */
  @Inject
  public MetricsResource(Standings standings, Callers callers) {
    this.standings = standings;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public MetricsResource() {
    this(null, null);
  }

  /** How the modes of all matchmakers stand that this instance decides for. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @APIResponseSchema(value = String.class, responseCode = "200")
  public Response metrics() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, Figures.of(standings.all(callers.staff())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Response.ok(text.toString(StandardCharsets.UTF_8)).build();
  }
}
