package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import omgservers.registry.RegistryTokens;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
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
  private final Settings settings;
  private final Callers callers;

  /** Doors to this registry. */
  @Inject
  public RegistryResource(RegistryTokens tokens, Settings settings, Callers callers) {
    this.tokens = tokens;
    this.settings = settings;
    this.callers = callers;
  }

  protected RegistryResource() {
    this(null, null, null);
  }

  /** Where images are pushed to; null where the installation has no registry. */
  public record RegistryView(@Schema(nullable = true) String address) {}

  /** Where images are pushed to. */
  @GET
  public RegistryView get() {
    callers.staff();
    return new RegistryView(settings.registryAddress().orElse(null));
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
