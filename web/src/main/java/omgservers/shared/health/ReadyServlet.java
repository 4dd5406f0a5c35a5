package omgservers.shared.health;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness where the application itself answers, for proxies: servers tell their health on one
 * port or another, or, for a module of an EAR, not at all.
 */
@WebServlet("/ready")
public class ReadyServlet extends HttpServlet {
  @Inject @Readiness private transient ShardsReady ready;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HealthCheckResponse told = ready.call();
    JsonObjectBuilder data = Json.createObjectBuilder();
    told.getData().orElseThrow().forEach((name, value) -> data.add(name, value.toString()));
    response.setStatus(
        told.getStatus() == HealthCheckResponse.Status.UP
            ? HttpServletResponse.SC_OK
            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response
        .getWriter()
        .write(
            Json.createObjectBuilder()
                .add("status", told.getStatus().name())
                .add(
                    "checks",
                    Json.createArrayBuilder()
                        .add(
                            Json.createObjectBuilder()
                                .add("name", told.getName())
                                .add("status", told.getStatus().name())
                                .add("data", data)))
                .build()
                .toString());
  }
}
