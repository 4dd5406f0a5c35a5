package omgservers.shared.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.problem.Refusal;

/** Refuses query parameters that the operation does not know: a filter that is ignored misleads. */
@Provider
public class KnownParameters implements ContainerRequestFilter {
  private static final Map<Method, Set<String>> KNOWN = new ConcurrentHashMap<>();

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Set<String> given = request.getUriInfo().getQueryParameters().keySet();
    Method method = resource.getResourceMethod();
    if (given.isEmpty() || method == null) {
      return;
    }
    Set<String> known = KNOWN.computeIfAbsent(method, KnownParameters::known);
    for (String name : given) {
      if (!known.contains(name)) {
        throw Refusal.field(name, "is not a parameter here; there are " + known);
      }
    }
  }

  private static Set<String> known(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      QueryParam own = parameter.getAnnotation(QueryParam.class);
      if (own != null) {
        names.add(own.value());
      }
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          QueryParam nested = field.getAnnotation(QueryParam.class);
          if (nested != null) {
            names.add(nested.value());
          }
        }
      }
    }
    return names;
  }
}
