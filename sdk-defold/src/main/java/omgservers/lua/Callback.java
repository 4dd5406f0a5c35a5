package omgservers.lua;

import party.iroiro.luajava.Lua;

/** A Lua function that is kept to be called later, with Defold's leading <code>self</code>. */
final class Callback {
  private final Lua lua;
  private final int reference;

  /** Keeps the function at this index of the stack. */
  Callback(Lua lua, int index) {
    this.lua = lua;
    lua.pushValue(index);
    this.reference = lua.ref();
  }

  /** Calls it; <code>null</code> stands for self, as there is no script instance here. */
  void call(Object... arguments) {
    lua.refGet(reference);
    lua.pushNil();
    for (Object argument : arguments) {
      lua.push(argument, Lua.Conversion.FULL);
    }
    lua.pCall(arguments.length + 1, 0);
  }

  /** Gives it free; it cannot be called any more. */
  void drop() {
    lua.unref(reference);
  }
}
