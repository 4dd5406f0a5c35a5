--- The engine of Defold, with all sockets through somebody in between.
local defold = require("omgservers.engine.defold")

local M = {}

--- An engine whose sockets go to that host and port, whatever the server says.
function M.through(host_and_port)
	return setmetatable({
		socket = function(address, protocol, handlers)
			return defold.socket(address:gsub("//[^/]+", "//" .. host_and_port), protocol, handlers)
		end,
	}, { __index = defold })
end

return M
