package omgservers.shared.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.security.Revocations;

/** Refuses tokens that were revoked, at every call. */
@Dependent
@Provider
@Priority(Priorities.AUTHENTICATION)
public class RevokedTokenFilter implements ContainerRequestFilter {
  private final Revocations revocations;
  private final Callers callers;

  /** A filter by these revocations. */
  @Inject
  public RevokedTokenFilter(Revocations revocations, Callers callers) {
    this.revocations = revocations;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public RevokedTokenFilter() {
    this(null, null);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    callers.requireUnrevoked(revocations);
  }
}
