package omgservers.shared.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import omgservers.shared.limits.Addresses;
import omgservers.shared.limits.RateLimits;
import omgservers.shared.platform.Hearing;

/**
 * Counts every call, the first of all and then by its caller: by the user, API key or runtime of
 * its token, and by address where no token is needed or none came.
 */
@Dependent
@Provider
@Priority(Priorities.AUTHENTICATION + 1)
public class RateLimitFilter implements ContainerRequestFilter {
  private final RateLimits limits;
  private final Callers callers;
  private final Hearing hearing;

  @Context private ResourceInfo resource;

  /** A filter by these limits. */
  @Inject
  public RateLimitFilter(RateLimits limits, Callers callers, Hearing hearing) {
    this.limits = limits;
    this.callers = callers;
    this.hearing = hearing;
  }

  /** For servers that look for one without parameters. */
  public RateLimitFilter() {
    this(null, null, null);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    hearing.called();
    Method method = resource.getResourceMethod();
    Open open = method == null ? null : method.getAnnotation(Open.class);
    if (open == null && callers.hasToken()) {
      limits.take(RateLimits.Kind.API, callers.holder());
    } else if (open == null || open.byAddress()) {
      limits.take(RateLimits.Kind.OPEN, Addresses.sharer(callers.address()));
    }
  }
}
