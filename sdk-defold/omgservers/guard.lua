--- Calls the handlers of a game: an error in one of them is told, and ends nothing else.
local log = require("omgservers.log")

local M = {}

--- Calls a handler if there is one.
-- @param handlers table of functions; on_error(problem) is told of errors in the others
-- @param name of the handler
-- @param ... what it is given
-- @return what the handler returned; nil when it failed
function M.call(handlers, name, ...)
	local handler = handlers[name]
	if not handler then
		return nil
	end
	local arguments = { n = select("#", ...), ... }
	local ok, result = xpcall(function()
		return handler(unpack(arguments, 1, arguments.n))
	end, debug.traceback)
	if ok then
		return result
	end
	log.error("%s: %s", name, tostring(result))
	if name ~= "on_error" then
		M.call(handlers, "on_error", { qualifier = "HANDLER_FAILED", title = name .. " failed", detail = tostring(result) })
	end
	return nil
end

return M
