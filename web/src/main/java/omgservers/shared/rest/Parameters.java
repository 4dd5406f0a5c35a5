package omgservers.shared.rest;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.References;

/**
 * Reads ids, choices, numbers, moments and flags in paths and queries: what cannot be meant is
 * refused by name, and nothing lies at a path that cannot be.
 */
@Provider
public class Parameters implements ParamConverterProvider {
  @Override
  @SuppressWarnings("unchecked")
  public <T> ParamConverter<T> getConverter(
      Class<T> type, Type genericType, Annotation[] annotations) {
    String path = name(annotations, PathParam.class, PathParam::value);
    String query = name(annotations, QueryParam.class, QueryParam::value);
    if (path == null && query == null) {
      return null;
    }
    if (type.isEnum()) {
      return (ParamConverter<T>)
          new Converter(path, query, "one of " + list(type), text -> constant(type, text));
    }
    if (type == Long.class || type == long.class) {
      return (ParamConverter<T>) new Converter(path, query, "an id", References::id);
    }
    if (type == Boolean.class || type == boolean.class) {
      return (ParamConverter<T>) new Converter(path, query, "true or false", Parameters::flag);
    }
    if (type == Integer.class || type == int.class) {
      return (ParamConverter<T>) new Converter(path, query, "a whole number", Parameters::number);
    }
    if (type == Instant.class) {
      return (ParamConverter<T>)
          new Converter(path, query, "a moment like 2026-01-31T12:00:00Z", Parameters::moment);
    }
    return null;
  }

  private static <A extends Annotation> String name(
      Annotation[] annotations, Class<A> kind, Function<A, String> value) {
    return Arrays.stream(annotations)
        .filter(kind::isInstance)
        .map(kind::cast)
        .map(value)
        .findFirst()
        .orElse(null);
  }

  private static String list(Class<?> type) {
    return Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", "");
  }

  private static Optional<?> constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> ((Enum<?>) each).name().equals(text))
        .findFirst();
  }

  private static Optional<Boolean> flag(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private record Converter(
      String path, String query, String wanted, Function<String, Optional<?>> read)
      implements ParamConverter<Object> {
    @Override
    public Object fromString(String text) {
      return text == null ? null : found(text);
    }

    private Object found(String text) {
      Optional<?> value = read.apply(text);
      return value.isPresent() ? value.get() : refuse(text);
    }

    private Object refuse(String text) {
      WebApplicationException refused =
          path != null
              ? new NotFoundException(
                  Refusal.notFound("There is no %s '%s'.".formatted(path, text)))
              : new BadRequestException(Refusal.field(query, "must be " + wanted));
      throw refused;
    }

    @Override
    public String toString(Object value) {
      return String.valueOf(value);
    }
  }
}
