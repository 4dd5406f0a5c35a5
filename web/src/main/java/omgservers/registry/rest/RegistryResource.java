package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import omgservers.registry.RegistryChecks;
import omgservers.registry.RegistryReport;
import omgservers.registry.RegistryTokens;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The registry of the installation, and with what it checks our tokens. */
@Path("registry")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RegistryResource {
  private static final int PEM_LINE = 64;

  private final RegistryTokens tokens;
  private final RegistryChecks checks;
  private final Settings settings;
  private final Callers callers;

  /** Doors to this registry. */
  @Inject
  public RegistryResource(
      RegistryTokens tokens, RegistryChecks checks, Settings settings, Callers callers) {
    this.tokens = tokens;
    this.checks = checks;
    this.settings = settings;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public RegistryResource() {
    this(null, null, null, null);
  }

  /** Where images are pushed to; null where the installation has no registry. */
  public record RegistryView(@Schema(nullable = true) String address) {}

  /** Where images are pushed to. */
  @GET
  public RegistryView get() {
    callers.staff();
    return new RegistryView(settings.registryAddress().orElse(null));
  }

  /** What does not fit: something in the registry that nobody needs, or a version without image. */
  public record MisfitView(
      RegistryReport.Kind kind,
      String repository,
      @Schema(nullable = true) String tag,
      @Schema(nullable = true) String digest,
      String reason) {
    static MisfitView of(RegistryReport.Misfit misfit) {
      return new MisfitView(
          misfit.kind(), misfit.repository(), misfit.tag(), misfit.digest(), misfit.reason());
    }
  }

  /**
   * The last comparison of the registry with what we know: how much there is, how many pushes
   * nobody had told of, what does not fit, and how much more of that there is.
   */
  public record CheckView(
      @Schema(nullable = true) Instant checkedAt,
      Instant dueAt,
      @Schema(nullable = true) String fault,
      int repositories,
      int tags,
      int missed,
      List<MisfitView> misfits,
      int more) {
    static CheckView of(RegistryChecks.CheckFact check) {
      RegistryReport report =
          check.report() == null ? new RegistryReport(0, 0, 0, List.of(), 0) : check.report();
      return new CheckView(
          check.checkedAt(),
          check.dueAt(),
          check.fault(),
          report.repositories(),
          report.tags(),
          report.missed(),
          report.misfits().stream().map(MisfitView::of).toList(),
          report.more());
    }
  }

  /** The last comparison of the registry with what we know. */
  @GET
  @Path("check")
  public CheckView check() {
    return CheckView.of(checks.last(callers.staff()));
  }

  /** A comparison is made at once. */
  @POST
  @Path("check")
  @APIResponseSchema(value = CheckView.class, responseCode = "202")
  public Response checkNow() {
    checks.demand(callers.staff());
    return Answers.accepted(CheckView.of(checks.last(callers.staff())));
  }

  /** The keys that sign tokens, as a JSON Web Key Set: for registries that know keys by id. */
  @Open
  @GET
  @Path("jwks")
  @APIResponseSchema(value = JsonValue.class, responseCode = "200")
  public Response jwks() {
    return Response.ok(Json.value(tokens.published().jwks())).build();
  }

  /** Certificates of the keys that sign tokens, as PEM: for registries that trust certificates. */
  @Open
  @GET
  @Path("certificates")
  @Produces(MediaType.TEXT_PLAIN)
  @APIResponseSchema(value = String.class, responseCode = "200")
  public Response certificates() {
    return Response.ok(
            tokens.published().certificates().stream()
                .map(RegistryResource::pem)
                .collect(Collectors.joining()))
        .build();
  }

  private static String pem(String base64) {
    String lines = base64.replaceAll("(.{" + PEM_LINE + "})", "$1\n").strip();
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }
}
