package omgservers.lua;

import java.util.HashMap;
import java.util.Map;
import party.iroiro.luajava.Lua;

/** <code>timer.delay(seconds, repeating, callback)</code> and <code>timer.cancel(handle)</code>. */
final class TimerFunctions {
  private final EventLoop loop;
  private final Values values;
  private final Map<Integer, EventLoop.Alarm> alarms = new HashMap<>();
  private int last;

  TimerFunctions(EventLoop loop, Values values) {
    this.loop = loop;
    this.values = values;
  }

  int delay(Lua lua) {
    double seconds = lua.toNumber(1);
    boolean repeating = lua.toBoolean(2);
    int handle = ++last;
    schedule(handle, seconds, repeating, new Callback(lua, values, 3));
    lua.push(handle);
    return 1;
  }

  private void schedule(int handle, double seconds, boolean repeating, Callback callback) {
    alarms.put(
        handle,
        loop.after(
            seconds,
            () -> {
              alarms.remove(handle);
              if (repeating) {
                schedule(handle, seconds, true, callback);
              }
              callback.call((double) handle, seconds);
              if (!repeating) {
                callback.drop();
              }
            }));
  }

  int cancel(Lua lua) {
    EventLoop.Alarm alarm = alarms.remove((int) lua.toNumber(1));
    if (alarm != null) {
      loop.forget(alarm);
    }
    lua.push(alarm != null);
    return 1;
  }
}
