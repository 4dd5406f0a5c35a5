--- Where the SDK writes. Warnings and errors are shown until a game decides otherwise; what the SDK
-- does all the time is not. No password and no token is ever written.
local M = {}

--- Levels, from the most talkative to the most quiet.
M.DEBUG = 1
M.INFO = 2
M.WARNING = 3
M.ERROR = 4

local NAMES = { "DEBUG", "INFO", "WARNING", "ERROR" }

local sink = print
local least = M.WARNING

--- Sends the log somewhere else.
-- @param write function(line), such as print; nil keeps everything silent
-- @param level the least important level that is written; DEBUG when left out
function M.to(write, level)
	sink = write
	least = level or M.DEBUG
end

local function line(level, format, ...)
	if sink and level >= least then
		local text = select("#", ...) > 0 and string.format(format, ...) or format
		sink("omgservers " .. NAMES[level] .. ": " .. text)
	end
end

--- What happens all the time; formatted like string.format.
function M.debug(format, ...)
	line(M.DEBUG, format, ...)
end

--- What happens now and then.
function M.info(format, ...)
	line(M.INFO, format, ...)
end

--- What a developer should look at.
function M.warning(format, ...)
	line(M.WARNING, format, ...)
end

--- What went wrong.
function M.error(format, ...)
	line(M.ERROR, format, ...)
end

return M
