-- Players who say so many numbered things to a game server that sends them back, while somebody in
-- between cuts the sockets of both at random, and the service may be away for minutes. When the token that a
-- player began with has ended it goes on for a while. Ends with 1 when anything was lost, doubled or overtaken.
-- usage: order.lua URL SOCKETS TENANT PROJECT STAGE PLAYERS MESSAGES
local async = require("omgservers.async")
local detour = require("detour")
local player = require("omgservers.player")

local url, sockets, tenant, project, stage = arg[1], arg[2], arg[3], arg[4], arg[5]
local players, messages = tonumber(arg[6]), tonumber(arg[7])
local engine = detour.through(sockets)

local PER_SECOND = 75
--- Nobody waits longer than this for the next message: a service that starts on a busy machine takes its time.
local SILENCE_MAX = 300
local AWAY_MAX = 600
local LOOK_PAUSE = 3

local totals = { echoes = 0, drops = 0, faults = 0, ended = 0, tokens = 0 }
local busy, halfway = players, false

-- Somebody reads along.
io.stdout:setvbuf("no")

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
	local goal, first_token = messages, nil

	local function finish()
		if not done then
			done = true
			me:leave()
			finished()
		end
	end

	local function say()
		if said < goal and not done then
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

	--- When the service takes the first token no more, the player says the rest with a later one.
	local function outlive()
		local headers = { ["Content-Type"] = "application/json", Authorization = "Bearer " .. first_token }
		local request = {
			url = url .. "/service/v1/entrypoint/player/request/resume-client",
			method = "POST",
			headers = headers,
			body = engine.encode({ client_id = "1" }),
		}
		engine.http(request, function(status)
			last = engine.now()
			if status == 401 then
				totals.ended = totals.ended + 1
				goal = goal + messages / 10
				say()
			elseif not done then
				engine.after(LOOK_PAUSE, outlive)
			end
		end)
	end

	me = player.new({
		url = url,
		engine = engine,
		call_policy = { pauses = { 0.5, 1, 2 }, within = AWAY_MAX },
		resume_policy = { pauses = { 0.2, 0.5, 1, 2 }, within = AWAY_MAX },
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
			totals.tokens = math.max(totals.tokens, message.tokens)
			if heard == messages / 2 and not halfway then
				halfway = true
				io.write("halfway\n")
			elseif heard == messages then
				outlive()
			elseif heard == messages + messages / 10 then
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
			first_token = me.account.api.token
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
