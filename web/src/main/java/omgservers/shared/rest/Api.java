package omgservers.shared.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import omgservers.runtime.rest.StageRuntimesResource;

/** Our own API, beside the public protocol. */
@ApplicationScoped
@ApplicationPath("/api/v1")
public class Api extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new java.util.HashSet<>(Entrypoints.COMMON);
    classes.add(StageRuntimesResource.class);
    return classes;
  }
}
