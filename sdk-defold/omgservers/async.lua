--- Calls that end later: with a callback, or in a coroutine that waits for the answer.
local log = require("omgservers.log")

local M = {}

local function resume(thread, ...)
	local ok, problem = coroutine.resume(thread, ...)
	if not ok then
		log.error("%s", debug.traceback(thread, tostring(problem)))
	end
end

--- Runs a function as a coroutine, in which each call of the SDK may be made without a callback and
-- returns its answer and its problem.
-- @param body function(...)
-- @param ... what it is given
function M.run(body, ...)
	resume(coroutine.create(body), ...)
end

--- Begins something that ends later.
-- @param start function(done); calls done once with the results, now or later
-- @param callback function(...) for the results; nil inside a coroutine, which waits then
-- @return the results, in a coroutine without a callback
function M.await(start, callback)
	if callback then
		start(callback)
		return
	end
	local thread = coroutine.running()
	if not thread then
		error("give a callback, or call this inside async.run", 3)
	end
	local results, waits
	start(function(...)
		results = { n = select("#", ...), ... }
		if waits then
			resume(thread)
		end
	end)
	if not results then
		waits = true
		coroutine.yield()
	end
	return unpack(results, 1, results.n)
end

return M
