package omgservers.shared.openapi;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import omgservers.shared.rest.Paging;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The shapes of JSON that our types have. What a request may hold is required where a constraint
 * says so; answers always have all of their fields.
 */
final class Schemas {
  private static final String BASE = "#/components/schemas/";

  /** Names that say nothing, or are taken. */
  private static final Set<String> VAGUE = Set.of("State", "Id", "Step");

  private final Map<String, Object> shapes = new TreeMap<>();
  private final Set<Class<?>> requested = new HashSet<>();
  private final Map<Class<?>, String> names;

  /** Shapes of these requests and answers, and of all that is in them. */
  Schemas(Collection<Type> requests, Collection<Type> answers) {
    requests.forEach(type -> collect(type, requested));
    Set<Class<?>> all = new HashSet<>(requested);
    answers.forEach(type -> collect(type, all));
    names = names(all);
    shapes.put(
        "Id",
        Contract.map(
            "type", "string",
            "pattern", "^[0-9]{1,19}$",
            "description", "An id. Requests may also give it as a number."));
  }

  /** A type of which there are several choices. */
  record OneOf(List<Class<?>> types) implements Type {}

  private static void collect(Type type, Set<Class<?>> found) {
    if (type instanceof OneOf choices) {
      choices.types.forEach(choice -> collect(choice, found));
    } else if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(part -> collect(part, found));
    } else if (type instanceof Class<?> plain
        && (plain.isRecord() || plain.isEnum())
        && found.add(plain)
        && plain.isRecord()) {
      for (RecordComponent part : plain.getRecordComponents()) {
        collect(part.getGenericType(), found);
      }
    }
  }

  /**
   * The simple name for the only type that has it, or the only one that belongs to a door or to
   * nobody; otherwise the name of the outer type stands before it.
   */
  private static Map<Class<?>, String> names(Set<Class<?>> types) {
    Map<String, List<Class<?>>> bySimpleName = new TreeMap<>();
    types.forEach(
        type ->
            bySimpleName.computeIfAbsent(type.getSimpleName(), it -> new ArrayList<>()).add(type));
    Map<Class<?>, String> names = new LinkedHashMap<>();
    bySimpleName.forEach((name, same) -> same.forEach(type -> names.put(type, name(type, same))));
    return names;
  }

  private static String name(Class<?> type, List<Class<?>> same) {
    String name = type.getSimpleName();
    Class<?> outer = type.getDeclaringClass();
    boolean plain =
        outer == null
            || same.size() == 1
            || (isOfADoor(type) && same.stream().filter(Schemas::isOfADoor).count() == 1);
    return plain && !VAGUE.contains(name)
        ? name
        : outer.getSimpleName().replaceAll("Resource$", "") + name;
  }

  private static boolean isOfADoor(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null || outer.getSimpleName().endsWith("Resource");
  }

  /** The named shapes, once all others were asked for. */
  Map<String, Object> named() {
    return shapes;
  }

  /** The shape of the type. */
  Map<String, Object> of(Type type) {
    if (type instanceof OneOf choices) {
      return Contract.map("oneOf", choices.types.stream().map(this::of).toList());
    }
    if (type instanceof ParameterizedType generic) {
      return parameterized(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord() || plain.isEnum()) {
      return reference(
          names.get(plain), () -> plain.isEnum() ? choice(plain) : object(plain, null));
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    if (plain == Long.class || plain == long.class) {
      return Map.of("$ref", BASE + "Id");
    } else if (Set.of(Integer.class, int.class, BigInteger.class).contains(plain)) {
      shape.put("type", "integer");
      shape.put("format", "int32");
    } else if (plain == Double.class || plain == double.class) {
      shape.put("type", "number");
      shape.put("format", "double");
    } else if (plain == Boolean.class || plain == boolean.class) {
      shape.put("type", "boolean");
    } else if (plain == String.class) {
      shape.put("type", "string");
    } else if (plain == Instant.class) {
      shape.put("type", "string");
      shape.put("format", "date-time");
    } else if (plain == URI.class) {
      shape.put("type", "string");
      shape.put("format", "uri");
    } else if (JsonObject.class.isAssignableFrom(plain)) {
      shape.put("type", "object");
    } else if (JsonValue.class.isAssignableFrom(plain) || plain == Object.class) {
      shape.put("description", "Any JSON.");
    } else {
      throw new IllegalStateException("no shape is known for " + type);
    }
    return shape;
  }

  private Map<String, Object> parameterized(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] parts = generic.getActualTypeArguments();
    Map<String, Object> shape = new LinkedHashMap<>();
    if (raw == Paging.Page.class) {
      return reference(names.get(parts[0]) + "Page", () -> page(parts[0]));
    } else if (raw.isRecord()) {
      return reference(names.get(parts[0]) + raw.getSimpleName(), () -> object(raw, parts[0]));
    } else if (Collection.class.isAssignableFrom(raw)) {
      shape.put("type", "array");
      shape.put("items", of(parts[0]));
    } else if (Map.class.isAssignableFrom(raw)) {
      shape.put("type", "object");
      shape.put("additionalProperties", of(parts[1]));
    } else {
      throw new IllegalStateException("no shape is known for " + generic);
    }
    return shape;
  }

  private Map<String, Object> reference(String name, Supplier<Map<String, Object>> shape) {
    if (!shapes.containsKey(name)) {
      shapes.put(name, Map.of());
      shapes.put(name, shape.get());
    }
    return Map.of("$ref", BASE + name);
  }

  private Map<String, Object> page(Type item) {
    Map<String, Object> next = new LinkedHashMap<>();
    next.put("type", "string");
    next.put("nullable", true);
    next.put("description", "The cursor with which the list goes on; null at its end.");
    Map<String, Object> items = new LinkedHashMap<>();
    items.put("type", "array");
    items.put("items", of(item));
    return object(
        "A part of a list.", Map.of("items", items, "next", next), List.of("items", "next"));
  }

  private static Map<String, Object> choice(Class<?> type) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("type", "string");
    shape.put("enum", Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
    return shape;
  }

  /** A record; what is generic in it is of the given type. */
  private Map<String, Object> object(Class<?> type, Type generic) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent part : type.getRecordComponents()) {
      Field field = field(type, part.getName());
      String name = snake(part.getName());
      boolean mustBe = !requested.contains(type) || isRequired(field);
      if (mustBe) {
        required.add(name);
      }
      boolean open = part.getGenericType() instanceof TypeVariable<?>;
      properties.put(name, property(open ? generic : part.getGenericType(), field, mustBe));
    }
    return object(Comments.of(type), properties, required);
  }

  private static Map<String, Object> object(
      String description, Map<String, Object> properties, List<String> required) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("type", "object");
    if (!description.isEmpty()) {
      shape.put("description", description);
    }
    if (!required.isEmpty()) {
      shape.put("required", required.stream().sorted().toList());
    }
    shape.put("properties", new TreeMap<>(properties));
    return shape;
  }

  private Map<String, Object> property(Type type, Field field, boolean mustBe) {
    Map<String, Object> shape = new LinkedHashMap<>(of(type));
    Schema own = field.getAnnotation(Schema.class);
    boolean nullable = !mustBe || (own != null && own.nullable());
    if (shape.containsKey("$ref")) {
      // Beside a reference nothing is read.
      return nullable ? ordered("allOf", List.of(shape), "nullable", true) : shape;
    }
    constrain(shape, field);
    if (nullable) {
      shape.put("nullable", true);
    }
    return shape;
  }

  private static Map<String, Object> ordered(String one, Object a, String other, Object b) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put(one, a);
    shape.put(other, b);
    return shape;
  }

  static void constrain(Map<String, Object> shape, AnnotatedElement element) {
    String what = "array".equals(shape.get("type")) ? "Items" : "Length";
    boolean filled = element.isAnnotationPresent(NotBlank.class);
    if (filled || element.isAnnotationPresent(NotEmpty.class)) {
      shape.put("min" + what, 1);
    }
    on(
        element,
        Size.class,
        size -> {
          if (size.min() > 0) {
            shape.put("min" + what, size.min());
          }
          shape.put("max" + what, size.max());
        });
    on(element, Min.class, min -> shape.put("minimum", (int) min.value()));
    on(element, Max.class, max -> shape.put("maximum", (int) max.value()));
    on(element, Pattern.class, it -> shape.put("pattern", "^" + it.regexp() + "$"));
    if (element.isAnnotationPresent(Positive.class)) {
      shape.put("minimum", 1);
    }
    if (element.isAnnotationPresent(PositiveOrZero.class)) {
      shape.put("minimum", 0);
    }
  }

  private static <A extends Annotation> void on(
      AnnotatedElement element, Class<A> kind, Consumer<A> action) {
    Optional.ofNullable(element.getAnnotation(kind)).ifPresent(action);
  }

  private static boolean isRequired(Field field) {
    return field.getType().isPrimitive()
        || field.isAnnotationPresent(NotNull.class)
        || field.isAnnotationPresent(NotBlank.class)
        || field.isAnnotationPresent(NotEmpty.class);
  }

  /** Constraints are on the field of a component, not on the component. */
  private static Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component has a field", e);
    }
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
  }
}
