-- Lua 5.1, as in Defold on every platform; the engine's functions are called in one place.
std = "lua51"
exclude_files = { "target" }
max_line_length = 120
files["omgservers/engine"].read_globals = { "http", "websocket", "timer", "json", "socket", "crypt", "sys" }
files["test"].read_globals = { "timer", "json", "jit", "crypt", "sys", "socket", "http", "websocket" }
files["example"].read_globals = { "timer" }
