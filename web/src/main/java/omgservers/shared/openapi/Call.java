package omgservers.shared.openapi;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omgservers.shared.rest.Api;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.Streamed;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One call: how it is addressed, and the method that answers it. */
public record Call(String verb, String path, Class<?> door, Method method) {
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "DELETE");

  /** A value that a call takes beside its body; null where there is no default. */
  record Input(String in, String name, Class<?> type, String fallback) {}

  /** All calls that the applications answer, in the order of paths and verbs. */
  public static List<Call> of(Application... applications) {
    List<Call> calls = new ArrayList<>();
    for (Application application : applications) {
      String base = application.getClass().getAnnotation(ApplicationPath.class).value();
      for (Class<?> door : application.getClasses()) {
        Path root = door.getAnnotation(Path.class);
        if (root != null) {
          for (Method method : door.getDeclaredMethods()) {
            verb(method)
                .map(verb -> new Call(verb, join(base, root, method), door, method))
                .ifPresent(calls::add);
          }
        }
      }
    }
    calls.sort(Comparator.comparing(Call::path).thenComparing(Call::verb));
    return calls;
  }

  /** A stream of events is another form of the call that answers in parts, and told of there. */
  private static Optional<String> verb(Method method) {
    Produces produces = method.getAnnotation(Produces.class);
    if (produces != null
        && Arrays.stream(produces.value())
            .anyMatch(type -> type.startsWith(MediaType.SERVER_SENT_EVENTS))) {
      return Optional.empty();
    }
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(found -> found != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String join(String base, Path root, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path = base + "/" + root.value() + "/" + (own == null ? "" : own.value());
    return path.replaceAll("/+", "/").replaceAll("/$", "");
  }

  /** Whether it belongs to our own API, not to the public protocol. */
  boolean isOwn() {
    return path.startsWith(Api.PATH + "/");
  }

  /** Whether it needs no token. */
  boolean isOpen() {
    return method.isAnnotationPresent(Open.class);
  }

  boolean isWrite() {
    return WRITES.contains(verb);
  }

  /** A name that no other call has. */
  String id() {
    String owner = door.getSimpleName().replaceAll("Resource$", "");
    return owner.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
        + owner.substring(1)
        + "."
        + method.getName();
  }

  /** The parameter that is the body, if there is one. */
  Optional<Parameter> body() {
    return Arrays.stream(method.getParameters())
        .filter(
            parameter ->
                input(parameter, parameter.getType()).isEmpty()
                    && !parameter.isAnnotationPresent(BeanParam.class)
                    && !parameter.isAnnotationPresent(FormParam.class)
                    && !parameter.isAnnotationPresent(Context.class)
                    && !parameter.isAnnotationPresent(Suspended.class))
        .findFirst();
  }

  /** The media type of a body that is read as it comes. */
  Optional<String> streamed() {
    return Optional.ofNullable(method.getAnnotation(Streamed.class)).map(Streamed::value);
  }

  /** The type of what the body holds; a text may be said to hold another. */
  static Type content(Parameter body) {
    Schema said = body.getAnnotation(Schema.class);
    return said == null ? body.getParameterizedType() : said.implementation();
  }

  /** The names of what it takes as a form, which may all be absent. */
  List<String> form() {
    return Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(FormParam.class))
        .map(parameter -> parameter.getAnnotation(FormParam.class).value())
        .toList();
  }

  /** What it takes in the path, the query and headers. */
  List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      input(parameter, parameter.getType()).ifPresent(inputs::add);
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        collect(parameter.getType(), inputs);
      }
    }
    return inputs;
  }

  private static void collect(Class<?> bean, List<Input> inputs) {
    for (Field field : bean.getDeclaredFields()) {
      input(field, field.getType()).ifPresent(inputs::add);
      if (field.isAnnotationPresent(BeanParam.class)) {
        collect(field.getType(), inputs);
      }
    }
  }

  private static Optional<Input> input(AnnotatedElement element, Class<?> type) {
    DefaultValue given = element.getAnnotation(DefaultValue.class);
    String fallback = given == null ? null : given.value();
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation instanceof PathParam path) {
        return Optional.of(new Input("path", path.value(), type, fallback));
      }
      if (annotation instanceof QueryParam query) {
        return Optional.of(new Input("query", query.value(), type, fallback));
      }
      if (annotation instanceof HeaderParam header) {
        return Optional.of(new Input("header", header.value(), type, fallback));
      }
    }
    return Optional.empty();
  }
}
