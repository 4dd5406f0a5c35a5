--- A fixed rate: whoever simulates a game in equal steps gets them, also when the process was late.
local M = {}

--- Steps that are made up for at once; what is later than that is left out.
local LATE_MAX = 5

--- Calls back at the rate.
-- @param engine what runs the SDK
-- @param rate steps in a second
-- @param on_tick function(seconds, number): the length of the step and its number, from 1
-- @return function() that ends it
function M.start(engine, rate, on_tick)
	local step = 1 / rate
	local due, number = engine.now() + step, 0
	local ended = false
	local alarm
	local function tick()
		local steps = 0
		while not ended and engine.now() >= due and steps < LATE_MAX do
			number, steps, due = number + 1, steps + 1, due + step
			on_tick(step, number)
		end
		if engine.now() > due then
			due = engine.now() + step
		end
		if not ended then
			alarm = engine.after(math.max(due - engine.now(), 0), tick)
		end
	end
	alarm = engine.after(step, tick)
	return function()
		ended = true
		engine.cancel(alarm)
	end
end

return M
