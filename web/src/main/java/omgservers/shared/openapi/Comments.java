package omgservers.shared.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;

/** The comments of our classes and methods, which the build keeps beside the classes. */
final class Comments {
  private Comments() {}

  /** The comment of the type in plain text; empty when it was built elsewhere. */
  static String of(Class<?> type) {
    return plain(read(type).getString("doc", ""));
  }

  /** The comment of the method in plain text. */
  static String of(Method method) {
    JsonArray methods = read(method.getDeclaringClass()).getJsonArray("methods");
    if (methods == null) {
      return "";
    }
    return methods.stream()
        .map(JsonObject.class::cast)
        .filter(found -> found.getString("name").equals(method.getName()))
        .filter(found -> found.getJsonArray("paramTypes").size() == method.getParameterCount())
        .map(found -> plain(found.getString("doc", "")))
        .findFirst()
        .orElse("");
  }

  /** The first sentence, without its dot. */
  static String summary(String comment) {
    int end = comment.indexOf(". ");
    return (end < 0 ? comment : comment.substring(0, end)).replaceAll("\\.$", "");
  }

  private static JsonObject read(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + "__Javadoc.json";
    try (InputStream file = type.getResourceAsStream(name)) {
      if (file == null) {
        return JsonObject.EMPTY_JSON_OBJECT;
      }
      try (JsonReader reader = Json.createReader(file)) {
        return reader.readObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plain(String comment) {
    return comment
        .replaceAll("\\{@\\w+\\s+([^}]*)}", "$1")
        .replaceAll("<[^>]*>", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
