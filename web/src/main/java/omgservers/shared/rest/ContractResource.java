package omgservers.shared.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import omgservers.shared.openapi.Contract;
import omgservers.shared.platform.Json;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The contract of all calls, as the running server keeps it. */
@Path("openapi")
@RequestScoped
public class ContractResource {
  /** The media type of YAML. */
  public static final String YAML = "application/yaml";

  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(MediaType.valueOf(YAML), MediaType.APPLICATION_JSON_TYPE).build();

  /** Made when somebody asks first. */
  private static final class Texts {
    private static final String YAML = Contract.yaml();
    private static final String JSON = Json.write(Contract.document());
  }

  /** The OpenAPI document of all calls, as YAML unless JSON is preferred. */
  @GET
  @Open
  @Produces({YAML, MediaType.APPLICATION_JSON})
  @APIResponseSchema(value = JsonObject.class, responseCode = "200")
  public Response get(@Context Request request) {
    Variant variant = request.selectVariant(VARIANTS);
    boolean json =
        variant != null && variant.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE);
    return json
        ? Response.ok(Texts.JSON, MediaType.APPLICATION_JSON_TYPE).build()
        : Response.ok(Texts.YAML, MediaType.valueOf(YAML)).build();
  }
}
