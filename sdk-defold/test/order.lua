-- Players who say so many numbered things to a game server that sends them back, while somebody in
-- between cuts the sockets of both at random. Ends with 1 when anything was lost, doubled or overtaken.
-- usage: order.lua URL SOCKETS TENANT PROJECT STAGE PLAYERS MESSAGES
local async = require("omgservers.async")
local detour = require("detour")
local player = require("omgservers.player")

local url, sockets, tenant, project, stage = arg[1], arg[2], arg[3], arg[4], arg[5]
local players, messages = tonumber(arg[6]), tonumber(arg[7])
local engine = detour.through(sockets)

local PER_SECOND = 40
--- Nobody waits longer than this for the next message.
local SILENCE_MAX = 60

local totals = { echoes = 0, drops = 0, faults = 0 }
local busy = players

local function fault(format, ...)
	totals.faults = totals.faults + 1
	io.write("fault: ", string.format(format, ...), "\n")
end

local function finished()
	busy = busy - 1
	if busy == 0 then
		for name, count in pairs(totals) do
			io.write(string.format("%s %d\n", name, count))
		end
		os.exit(totals.faults == 0 and 0 or 1)
	end
end

local function start(number)
	local me
	local said, heard, last, done = 0, 0, engine.now(), false

	local function finish()
		if not done then
			done = true
			me:leave()
			finished()
		end
	end

	local function say()
		if said < messages and not done then
			-- Refused when too many wait for a connection already.
			if me:send({ number = said + 1 }) then
				said = said + 1
			end
			engine.after(1 / PER_SECOND, say)
		end
	end

	local function watch()
		if not done and engine.now() - last > SILENCE_MAX then
			fault("player %d heard nothing after %d of %d", number, heard, said)
			finish()
		elseif not done then
			engine.after(1, watch)
		end
	end

	me = player.new({
		url = url,
		engine = engine,
		on_assigned = function()
			if said == 0 then
				say()
			end
		end,
		on_message = function(message)
			last = engine.now()
			heard = heard + 1
			totals.echoes = totals.echoes + 1
			if message.number ~= heard then
				fault("player %d heard %s in place of %d", number, tostring(message.number), heard)
				heard = message.number
			end
			if heard == messages then
				-- What would come twice would come now.
				engine.after(2, finish)
			end
		end,
		on_state = function(state)
			if state == "RESUMING" then
				totals.drops = totals.drops + 1
			end
		end,
		on_lost = function(problem)
			fault("player %d: %s %s", number, problem.qualifier, tostring(problem.detail))
			finish()
		end,
	})
	async.run(function()
		local _, problem = me:sign_in(me:sign_up())
		if not problem then
			_, problem = me:enter(tenant, project, stage)
		end
		if problem then
			fault("player %d: %s %s", number, problem.qualifier, tostring(problem.detail))
			finish()
		end
	end)
	watch()
end

for number = 1, players do
	start(number)
end
