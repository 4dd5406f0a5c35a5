package omgservers.shared.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.reflect.Method;
import omgservers.shared.platform.CountedStream;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Refuses bodies that are too large before they are read, or as soon as they turn out to be. */
@Provider
public class BodyLimit implements ContainerRequestFilter {
  /** The largest body of a request, in bytes. */
  public static final int BODY_MAX = 10 << 20;

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method != null && method.isAnnotationPresent(Streamed.class)) {
      return;
    }
    if (request.getLength() > BODY_MAX) {
      throw tooLarge();
    }
    if (request.hasEntity()) {
      request.setEntityStream(new Limited(request.getEntityStream()));
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(
        Refusal.Kind.TOO_LARGE,
        Qualifier.WRONG_REQUEST,
        "The body is larger than " + BODY_MAX + " bytes.");
  }

  private static final class Limited extends CountedStream {
    private long total;

    Limited(InputStream body) {
      super(body);
    }

    @Override
    protected void count(long bytes) {
      total += bytes;
      if (total > BODY_MAX) {
        throw tooLarge();
      }
    }
  }
}
