package omgservers.shared.rest;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.platform.Json;

/** Makes the API read and write JSON as the protocol has it. */
@Provider
public class JsonbResolver implements ContextResolver<Jsonb> {
  private static final Jsonb JSONB = JsonbBuilder.create(Json.config());

  @Override
  public Jsonb getContext(Class<?> type) {
    return JSONB;
  }
}
