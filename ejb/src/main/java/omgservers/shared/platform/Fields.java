package omgservers.shared.platform;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import omgservers.shared.problem.Refusal;

/** Reads the fields of a JSON object of a request; a wrong one is refused by its full path. */
public record Fields(String where, JsonObject object) {
  /** The members of the object that is the whole request. */
  public Fields(JsonObject object) {
    this("", object);
  }

  /** A list of ids holds at most this many. */
  public static final int IDS_MAX = 10_000;

  /** The path of the field in the request. */
  public String path(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    JsonValue value = object.get(name);
    return value != null && value != JsonValue.NULL;
  }

  /** The value of the field, whatever it is; null is refused. */
  public JsonValue json(String name) {
    JsonValue value = object.get(name);
    if (value == null || value == JsonValue.NULL) {
      throw Refusal.field(path(name), "must not be null");
    }
    return value;
  }

  /** The text of the field, not blank. */
  public String text(String name, int max) {
    if (!(json(name) instanceof JsonString text) || text.getString().isBlank()) {
      throw Refusal.field(path(name), "must be a text that is not blank");
    }
    if (text.getString().length() > max) {
      throw Refusal.field(path(name), "must have at most " + max + " characters");
    }
    return text.getString();
  }

  /** The number in the field, whole and not negative. */
  public int count(String name) {
    try {
      if (json(name) instanceof JsonNumber number && number.intValueExact() >= 0) {
        return number.intValueExact();
      }
    } catch (ArithmeticException e) {
      throw Refusal.field(path(name), "must be a whole number that is not too large");
    }
    throw Refusal.field(path(name), "must be a whole number that is not negative");
  }

  /** The id in the field, written as a string or a number. */
  public long id(String name) {
    return id(path(name), json(name));
  }

  /** The ids in the field. */
  public List<Long> ids(String name) {
    if (!(json(name) instanceof JsonArray array) || array.size() > IDS_MAX) {
      throw Refusal.field(path(name), "must be a list of at most " + IDS_MAX + " ids");
    }
    List<Long> ids = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      ids.add(id(path(name) + "[" + i + "]", array.get(i)));
    }
    return ids;
  }

  private static long id(String path, JsonValue value) {
    try {
      if (value instanceof JsonString text) {
        return Long.parseLong(text.getString());
      }
      if (value instanceof JsonNumber number) {
        return number.longValueExact();
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw Refusal.field(path, "must be an id");
    }
    throw Refusal.field(path, "must be an id");
  }
}
