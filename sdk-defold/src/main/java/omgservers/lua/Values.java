package omgservers.lua;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import party.iroiro.luajava.Lua;

/**
 * Values on their way into Lua and out of it. Text of Lua is bytes; what the native interface has
 * for text ends at a zero and knows no characters outside of the basic plane, so bytes are taken
 * where that matters.
 */
final class Values {
  private static final HexFormat HEX = HexFormat.of();
  private static final double EXACT_MAX = 9.007199254740992e15;
  private static final int DEPTH_MAX = 200;

  private final int fromHex;

  /** Values for this Lua. */
  Values(Lua lua) {
    lua.run(
        """
        _from_hex = function(hex)
          return (hex:gsub('..', function(two) return string.char(tonumber(two, 16)) end))
        end
        """);
    lua.getGlobal("_from_hex");
    fromHex = lua.ref();
    lua.pushNil();
    lua.setGlobal("_from_hex");
  }

  /** Pushes text as UTF-8. */
  void push(Lua lua, String text) {
    if (text.chars().allMatch(each -> each != 0 && !Character.isSurrogate((char) each))) {
      lua.push(text);
    } else {
      push(lua, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Pushes bytes as they are. */
  void push(Lua lua, byte[] bytes) {
    lua.refGet(fromHex);
    lua.push(HEX.formatHex(bytes));
    lua.pCall(1, 1);
  }

  /** Pushes what JSON can say: maps, lists, text, bytes, numbers, truth and nothing. */
  void push(Lua lua, Object value) {
    if (value instanceof Map<?, ?> map) {
      lua.createTable(0, map.size());
      map.forEach(
          (key, member) -> {
            push(lua, (Object) key);
            push(lua, member);
            lua.rawSet(-3);
          });
    } else if (value instanceof List<?> list) {
      lua.createTable(list.size(), 0);
      for (int i = 0; i < list.size(); i++) {
        push(lua, list.get(i));
        lua.rawSetI(-2, i + 1);
      }
    } else if (value instanceof String text) {
      push(lua, text);
    } else if (value instanceof byte[] bytes) {
      push(lua, bytes);
    } else if (value instanceof Number number) {
      lua.push(number.doubleValue());
    } else if (value instanceof Boolean truth) {
      lua.push(truth.booleanValue());
    } else {
      lua.pushNil();
    }
  }

  /** The bytes of the text at this index. */
  static byte[] bytes(Lua lua, int index) {
    ByteBuffer buffer = lua.toBuffer(index);
    if (buffer == null) {
      throw new IllegalArgumentException("argument " + index + " must be text");
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The text at this index. */
  static String text(Lua lua, int index) {
    return new String(bytes(lua, index), StandardCharsets.UTF_8);
  }

  /** The text at this index; another one when there is none. */
  static String text(Lua lua, int index, String otherwise) {
    return lua.getTop() >= index && !lua.isNoneOrNil(index) ? text(lua, index) : otherwise;
  }

  /** The table, text, number or truth at this index; tables with the keys 1, 2, 3 are lists. */
  static Object read(Lua lua, int index) {
    return read(lua, index, 0);
  }

  private static Object read(Lua lua, int index, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("a table contains itself, or is too deep");
    }
    return switch (lua.type(index)) {
      case TABLE -> table(lua, index, depth);
      case STRING -> text(lua, index);
      case NUMBER -> number(lua.toNumber(index));
      case BOOLEAN -> lua.toBoolean(index);
      case NIL, NONE -> null;
      default -> throw new IllegalArgumentException("there is no JSON for a " + lua.type(index));
    };
  }

  private static Object table(Lua lua, int index, int depth) {
    Map<Object, Object> members = new LinkedHashMap<>();
    int table = index < 0 ? lua.getTop() + index + 1 : index;
    lua.pushNil();
    while (lua.next(table) != 0) {
      // Asking a number for its text would change it, and lose the place in the table.
      Object key =
          lua.type(-2) == Lua.LuaType.NUMBER ? number(lua.toNumber(-2)) : read(lua, -2, depth);
      members.put(key, read(lua, -1, depth + 1));
      lua.pop(1);
    }
    return isList(members) ? list(members) : named(members);
  }

  private static boolean isList(Map<Object, Object> members) {
    for (long i = 1; i <= members.size(); i++) {
      if (!members.containsKey(i)) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> list(Map<Object, Object> members) {
    List<Object> list = new ArrayList<>();
    for (long i = 1; i <= members.size(); i++) {
      list.add(members.get(i));
    }
    return list;
  }

  private static Map<String, Object> named(Map<Object, Object> members) {
    Map<String, Object> named = new LinkedHashMap<>();
    members.forEach((key, member) -> named.put(String.valueOf(key), member));
    return named;
  }

  /** Lua has one kind of number; whole ones look as such. */
  private static Number number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < EXACT_MAX) {
      return (long) number;
    }
    return number;
  }
}
