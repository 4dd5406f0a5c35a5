package omgservers.lua;

import party.iroiro.luajava.Lua;

/** A Lua function that is kept to be called later, with Defold's leading <code>self</code>. */
final class Callback {
  private final Lua lua;
  private final Values values;
  private final int reference;

  /**
   * Keeps the function at this index of the stack. It is called on the main thread of Lua, not in
   * the coroutine that may have handed it over, which may be gone or wait then.
   */
  Callback(Lua lua, Values values, int index) {
    this.lua = lua.getMainState();
    this.values = values;
    lua.pushValue(index);
    this.reference = lua.ref();
  }

  /** Calls it; <code>null</code> stands for self, as there is no script instance here. */
  void call(Object... arguments) {
    lua.refGet(reference);
    lua.pushNil();
    for (Object argument : arguments) {
      values.push(lua, argument);
    }
    lua.pCall(arguments.length + 1, 0);
  }

  /** Gives it free; it cannot be called any more. */
  void drop() {
    lua.unref(reference);
  }
}
