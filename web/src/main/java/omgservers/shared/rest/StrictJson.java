package omgservers.shared.rest;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.platform.Json;

/**
 * The JSON of our own API: as everywhere, but a field that we do not know is refused, since whoever
 * wrote it meant something by it.
 */
@Provider
public class StrictJson implements ContextResolver<Jsonb> {
  private static final Jsonb JSONB =
      JsonbBuilder.create(Json.config().setProperty("jsonb.fail-on-unknown-properties", true));

  @Override
  public Jsonb getContext(Class<?> type) {
    return JSONB;
  }
}
