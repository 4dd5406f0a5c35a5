package omgservers.shared.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import omgservers.runtime.rest.StageRuntimesResource;
import omgservers.tenancy.rest.PermissionsResource;
import omgservers.tenancy.rest.ProjectsResource;
import omgservers.tenancy.rest.StagesResource;
import omgservers.tenancy.rest.TenantsResource;

/** Our own API, beside the public protocol. */
@ApplicationScoped
@ApplicationPath("/api/v1")
public class Api extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new java.util.HashSet<>(Entrypoints.COMMON);
    classes.remove(JsonbResolver.class);
    classes.addAll(Set.of(StrictJson.class, KnownParameters.class, IdempotencyFilter.class));
    classes.addAll(
        Set.of(
            TenantsResource.class,
            ProjectsResource.class,
            StagesResource.class,
            PermissionsResource.class,
            StageRuntimesResource.class));
    return classes;
  }
}
