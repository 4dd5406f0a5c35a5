-- Players who come to a lobby, say something now and then, and stay while the service restarts. It prints "here" when
-- all are there, and ends when all have come back as the clients that they were, and all that they said was taken.
-- usage: stay.lua URL TENANT PROJECT STAGE PLAYERS
local async = require("omgservers.async")
local player = require("omgservers.player")

local url, tenant, project, stage, players = arg[1], arg[2], arg[3], arg[4], tonumber(arg[5])

--- A service that starts on a busy machine takes its time.
local AWAY_MAX = 600
local SAY_PAUSE = 0.3

local here, back = 0, 0

io.stdout:setvbuf("no")

local function fail(number, problem)
	io.write(string.format("player %d: %s %s\n", number, problem.qualifier, tostring(problem.detail)))
	os.exit(1)
end

local function start(number)
	local me
	local client_id, returned = nil, false

	local function say()
		if not returned then
			me:send("here I am")
			me.engine.after(SAY_PAUSE, say)
		elseif #me.paced.spoken.waiting == 0 then
			back = back + 1
			if back == players then
				io.write(string.format("back %d\n", back))
				os.exit(0)
			end
		else
			me.engine.after(SAY_PAUSE, say)
		end
	end

	me = player.new({
		url = url,
		call_policy = { pauses = { 0.5, 1, 2 }, within = AWAY_MAX },
		resume_policy = { pauses = { 0.2, 0.5, 1, 2 }, within = AWAY_MAX },
		on_state = function(state, before)
			if state == "RESUMING" then
				io.write(string.format("away %d\n", number))
			end
			returned = returned or state == "CONNECTED" and before == "RESUMING"
			if returned and me.client_id ~= client_id then
				fail(number, { qualifier = "ANOTHER_CLIENT" })
			end
		end,
		on_assigned = function()
			here = here + 1
			if here == players then
				io.write("here\n")
			end
		end,
		on_lost = function(problem)
			fail(number, problem)
		end,
	})
	async.run(function()
		local _, problem = me:sign_in(me:sign_up())
		if not problem then
			client_id, problem = me:enter(tenant, project, stage)
		end
		if problem then
			fail(number, problem)
		end
		say()
	end)
end

for number = 1, players do
	start(number)
end
