package omgservers.shared.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import omgservers.shared.tracing.Tracing;

/**
 * Names the span of a request by its route, and records it where somebody asks for that who may:
 * the caller is known now, and the token was not revoked.
 */
@Dependent
@Provider
@Priority(Priorities.AUTHENTICATION + 2)
public class RouteFilter implements ContainerRequestFilter {
  private final Tracing tracing;
  private final Callers callers;
  private final HttpServletRequest request;

  @Context private ResourceInfo resource;

  /** A filter for traces of calls by these callers. */
  @Inject
  public RouteFilter(Tracing tracing, Callers callers, HttpServletRequest request) {
    this.tracing = tracing;
    this.callers = callers;
    this.request = request;
  }

  /** For servers that look for one without parameters. */
  public RouteFilter() {
    this(null, null, null);
  }

  @Override
  public void filter(ContainerRequestContext call) {
    if (!tracing.isOn()) {
      return;
    }
    RequestSpan span = RequestSpan.of(request);
    if (callers.isOperator()) {
      span.allow(request);
    }
    Method method = resource.getResourceMethod();
    if (method != null) {
      span.route(
          trimmed(call.getUriInfo().getBaseUri().getPath())
              + path(method.getDeclaringClass().getAnnotation(Path.class))
              + path(method.getAnnotation(Path.class)));
    }
  }

  private static String path(Path path) {
    return path == null ? "" : trimmed("/" + path.value().replaceAll(" *:[^{}]*}", "}"));
  }

  private static String trimmed(String path) {
    String one = path.replaceAll("/{2,}", "/");
    return one.endsWith("/") ? one.substring(0, one.length() - 1) : one;
  }
}
