package omgservers.lua;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import party.iroiro.luajava.Lua;

/**
 * <code>sys.get_save_file</code>, <code>sys.save</code>, <code>sys.load</code>, <code>
 * crypt.encode_base64</code>, <code>crypt.decode_base64</code> and <code>socket.gettime</code>.
 * Tables are kept as JSON, in a folder of the application in the folder of the property <code>
 * lua.saves</code>, or else in that for temporary files.
 */
final class SystemFunctions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1000;

  private final Values values;
  private final Path saves =
      Path.of(System.getProperty("lua.saves", System.getProperty("java.io.tmpdir")));

  SystemFunctions(Values values) {
    this.values = values;
  }

  int saveFile(Lua lua) {
    values.push(lua, saves.resolve(Values.text(lua, 1)).resolve(Values.text(lua, 2)).toString());
    return 1;
  }

  int save(Lua lua) {
    Path file = Path.of(Values.text(lua, 1));
    boolean kept = false;
    try {
      Files.createDirectories(file.getParent());
      JSON.writeValue(file.toFile(), Values.read(lua, 2));
      kept = true;
    } catch (IOException e) {
      System.err.println("sys.save: " + e.getMessage());
    }
    lua.push(kept);
    return 1;
  }

  int load(Lua lua) {
    Path file = Path.of(Values.text(lua, 1));
    Object kept = Map.of();
    try {
      if (Files.exists(file)) {
        kept = JSON.readValue(file.toFile(), Object.class);
      }
    } catch (IOException e) {
      System.err.println("sys.load: " + e.getMessage());
    }
    values.push(lua, kept);
    return 1;
  }

  int encode(Lua lua) {
    lua.push(Base64.getEncoder().encodeToString(Values.bytes(lua, 1)));
    return 1;
  }

  int decode(Lua lua) {
    try {
      values.push(lua, Base64.getDecoder().decode(Values.bytes(lua, 1)));
      return 1;
    } catch (IllegalArgumentException e) {
      return lua.error(new IllegalArgumentException("crypt.decode_base64: " + e.getMessage()));
    }
  }

  int time(Lua lua) {
    lua.push(System.currentTimeMillis() / MILLIS);
    return 1;
  }
}
