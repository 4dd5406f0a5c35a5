package omgservers.installation.console;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import omgservers.shared.platform.Json;

/** What a change changed, field by field. */
final class Differences {
  private Differences() {}

  /**
   * A field of something.
   *
   * @param before what it was, or null if it was not there
   * @param after what it is, or null if it is not there any more
   */
  public record Field(String name, String before, String after) {
    /** Whether it is another one now. */
    public boolean isChanged() {
      return !Objects.equals(before, after);
    }
  }

  /** All fields of what was before and after, as JSON; null where there was nothing. */
  static List<Field> of(String before, String after) {
    Map<String, String> old = flat(before);
    Map<String, String> fresh = flat(after);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(fresh.keySet());
    List<Field> fields = new ArrayList<>();
    names.forEach(name -> fields.add(new Field(name, old.get(name), fresh.get(name))));
    return fields;
  }

  private static Map<String, String> flat(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (json != null) {
      flatten("", Json.value(json), fields);
    }
    return fields;
  }

  private static void flatten(String name, JsonValue value, Map<String, String> fields) {
    if (value instanceof JsonObject object && !object.isEmpty()) {
      object.forEach(
          (member, part) -> flatten(name.isEmpty() ? member : name + "." + member, part, fields));
    } else if (value instanceof JsonArray array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        flatten(name + "[" + i + "]", array.get(i), fields);
      }
    } else {
      fields.put(name, value instanceof JsonString text ? text.getString() : String.valueOf(value));
    }
  }
}
