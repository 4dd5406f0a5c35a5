package omgservers.lua;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import party.iroiro.luajava.JFunction;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaException;
import party.iroiro.luajava.luajit.LuaJit;

/**
 * Runs one script: <code>java -jar omgservers-lua-host.jar script.lua [argument …]</code>. Modules
 * are found beside the script, in the folders of the property <code>lua.path</code>, and in the
 * working folder. The exit code is 1 when the script or one of its callbacks fails.
 */
public final class Host {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Host() {}

  /** Runs the script that is the first argument. */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.err.println("usage: omgservers-lua-host script.lua [argument ...]");
      System.exit(USAGE);
    }
    System.exit(run(Path.of(args[0]), Arrays.asList(args).subList(1, args.length)));
  }

  static int run(Path script, List<String> arguments) {
    if (!Files.isReadable(script)) {
      System.err.println("There is no script " + script + ".");
      return USAGE;
    }
    try (Lua lua = new LuaJit()) {
      lua.openLibraries();
      EventLoop loop = new EventLoop();
      engine(lua, loop);
      global(lua, "arg", arguments);
      lua.run(packagePath(script));
      lua.run("dofile(" + quote(script.toString()) + ")");
      loop.run();
      return 0;
    } catch (LuaException e) {
      System.err.println(e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /** Output is seen at once, also when it goes into a file: others read it while we run. */
  private static String packagePath(Path script) {
    StringBuilder path = new StringBuilder();
    Path folder = script.toAbsolutePath().getParent();
    for (String each : (folder + ":" + System.getProperty("lua.path", ".")).split(":", -1)) {
      path.append(each).append("/?.lua;");
    }
    return "package.path = " + quote(path.toString()) + "; io.stdout:setvbuf('line')";
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static void engine(Lua lua, EventLoop loop) {
    Values values = new Values(lua);
    TimerFunctions timers = new TimerFunctions(loop, values);
    HttpFunctions http = new HttpFunctions(loop, values);
    WebSocketFunctions sockets = new WebSocketFunctions(loop, values);
    JsonFunctions json = new JsonFunctions(values);
    SystemFunctions system = new SystemFunctions(values);
    lua.run("timer, http, websocket, json, sys, crypt, socket = {}, {}, {}, {}, {}, {}, {}");
    function(lua, "timer", "delay", timers::delay);
    function(lua, "timer", "cancel", timers::cancel);
    function(lua, "http", "request", http::request);
    function(lua, "websocket", "connect", sockets::connect);
    function(lua, "websocket", "send", sockets::send);
    function(lua, "websocket", "disconnect", sockets::disconnect);
    function(lua, "json", "encode", json::encode);
    function(lua, "json", "decode", json::decode);
    function(lua, "sys", "get_save_file", system::saveFile);
    function(lua, "sys", "save", system::save);
    function(lua, "sys", "load", system::load);
    function(lua, "crypt", "encode_base64", system::encode);
    function(lua, "crypt", "decode_base64", system::decode);
    function(lua, "socket", "gettime", system::time);
    lua.run(
        """
        websocket.EVENT_CONNECTED = 0
        websocket.EVENT_DISCONNECTED = 1
        websocket.EVENT_MESSAGE = 2
        websocket.EVENT_ERROR = 3
        websocket.DATA_TYPE_TEXT = 0
        websocket.DATA_TYPE_BINARY = 1
        """);
  }

  private static void function(Lua lua, String table, String name, JFunction function) {
    lua.push(function);
    lua.setGlobal("_function");
    lua.run(table + "." + name + " = _function; _function = nil");
  }

  private static void global(Lua lua, String name, Object value) {
    lua.push(value, Lua.Conversion.FULL);
    lua.setGlobal(name);
  }
}
