/**
 * A headless host for Lua scripts: real LuaJIT with the few engine functions that a Defold script
 * has and the SDK needs (http, websocket, timer, json). A development tool: it runs the SDK's
 * tests, the example's game servers and its bots where no engine is installed.
 */
package omgservers.lua;
