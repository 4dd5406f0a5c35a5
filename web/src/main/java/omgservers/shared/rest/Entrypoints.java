package omgservers.shared.rest;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import omgservers.installation.rest.ToolsResource;
import omgservers.player.rest.PlayerResource;
import omgservers.registry.rest.DockerTokenResource;
import omgservers.registry.rest.RegistryEventsResource;
import omgservers.runtime.rest.RuntimeResource;
import omgservers.tenancy.rest.AdminResource;
import omgservers.tenancy.rest.DeveloperDetailsResource;
import omgservers.tenancy.rest.DeveloperProjectsResource;
import omgservers.tenancy.rest.DeveloperResource;
import omgservers.tenancy.rest.SupportRemovalResource;
import omgservers.tenancy.rest.SupportResource;
import org.eclipse.microprofile.auth.LoginConfig;

/** The API of the public protocol. */
@ApplicationScoped
@ApplicationPath(Entrypoints.PATH)
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({"admin", "support", "developer", "player", "runtime"})
public class Entrypoints extends Application {
  /** Where it begins. */
  public static final String PATH = "/service/v1/entrypoint";

  static final Set<Class<?>> COMMON =
      Set.of(
          JsonbResolver.class,
          RefusalMapper.class,
          ConstraintMapper.class,
          UnreadableMapper.class,
          WebMapper.class,
          FaultMapper.class,
          TransactionMapper.class,
          BodyLimit.class,
          RevokedTokenFilter.class,
          RateLimitFilter.class,
          RouteFilter.class);

  /** Jersey would describe the API in its own language, too; other servers ignore this. */
  static final Map<String, Object> NO_WADL = Map.of("jersey.config.server.wadl.disableWadl", true);

  @Override
  public Map<String, Object> getProperties() {
    return NO_WADL;
  }

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new java.util.HashSet<>(COMMON);
    classes.addAll(
        Set.of(
            PlayerResource.class,
            RuntimeResource.class,
            DeveloperResource.class,
            DeveloperProjectsResource.class,
            DeveloperDetailsResource.class,
            SupportResource.class,
            SupportRemovalResource.class,
            AdminResource.class,
            ToolsResource.class));
    classes.addAll(Set.of(DockerTokenResource.class, RegistryEventsResource.class));
    return classes;
  }
}
