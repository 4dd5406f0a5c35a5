package omgservers.shared.rest;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The usual answers to writes. */
public final class Answers {
  private Answers() {}

  /** Something was created; it can be read at the path below the root of the API. */
  public static Response created(String path, Object view) {
    return Response.status(Response.Status.CREATED)
        .header("Location", URI.create("/api/v1/" + path).toString())
        .entity(view)
        .build();
  }

  /** A name was given now, or was there before. */
  public static Response named(boolean fresh, Object view) {
    return Response.status(fresh ? Response.Status.CREATED : Response.Status.OK)
        .entity(view)
        .build();
  }

  /** Something is asked for that takes a while; the view says how far it is. */
  public static Response accepted(Object view) {
    return Response.status(Response.Status.ACCEPTED).entity(view).build();
  }
}
