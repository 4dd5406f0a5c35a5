package omgservers.lua;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import party.iroiro.luajava.Lua;

/** <code>json.encode(table)</code> and <code>json.decode(text)</code>, as the engine has them. */
final class JsonFunctions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Values values;

  JsonFunctions(Values values) {
    this.values = values;
  }

  int encode(Lua lua) {
    try {
      values.push(lua, JSON.writeValueAsString(Values.read(lua, 1)));
      return 1;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return lua.error(new IllegalArgumentException("json.encode: " + e.getMessage()));
    }
  }

  int decode(Lua lua) {
    try {
      values.push(lua, JSON.readValue(Values.text(lua, 1), Object.class));
      return 1;
    } catch (JsonProcessingException e) {
      return lua.error(new IllegalArgumentException("json.decode: " + e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      return lua.error(new IllegalArgumentException("json.decode: " + e.getMessage()));
    }
  }
}
