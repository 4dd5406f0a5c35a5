package omgservers.lua;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import party.iroiro.luajava.Lua;

/** <code>json.encode(table)</code> and <code>json.decode(text)</code>, as the engine has them. */
final class JsonFunctions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double EXACT_MAX = 9.007199254740992e15;

  private JsonFunctions() {}

  static int encode(Lua lua) {
    try {
      lua.push(JSON.writeValueAsString(plain(lua.toObject(1))));
      return 1;
    } catch (JsonProcessingException e) {
      return lua.error(e);
    }
  }

  static int decode(Lua lua) {
    try {
      lua.push(JSON.readValue(lua.toString(1), Object.class), Lua.Conversion.FULL);
      return 1;
    } catch (JsonProcessingException e) {
      return lua.error(new IllegalArgumentException("json.decode: " + e.getOriginalMessage()));
    }
  }

  /** Lua has one kind of table and one of number; whole numbers and sequences look as such. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      return isSequence(map) ? sequence(map) : object(map);
    }
    if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) < EXACT_MAX) {
      return number.longValue();
    }
    return value;
  }

  private static boolean isSequence(Map<?, ?> map) {
    for (int i = 1; i <= map.size(); i++) {
      if (!map.containsKey((double) i)) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> sequence(Map<?, ?> map) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i <= map.size(); i++) {
      list.add(plain(map.get((double) i)));
    }
    return list;
  }

  private static Map<String, Object> object(Map<?, ?> map) {
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((key, value) -> object.put(String.valueOf(plain(key)), plain(value)));
    return object;
  }
}
