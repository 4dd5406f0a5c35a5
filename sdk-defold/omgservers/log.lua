--- Where the SDK writes what it does; off until a game switches it on.
local M = {}

local sink = nil

--- Switches the log on.
-- @param write function(line); nil switches it off
function M.to(write)
	sink = write
end

--- Writes one line, formatted like string.format.
function M.line(format, ...)
	if sink then
		sink(string.format(format, ...))
	end
end

return M
