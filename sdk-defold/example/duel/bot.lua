--- A player that plays one duel and tells what happens: one line per event, "name detail …".
-- usage: bot.lua URL TENANT PROJECT STAGE [USER_ID PASSWORD]
local player = require("omgservers.player")

local url, tenant, project, stage = arg[1], arg[2], arg[3], arg[4]
local MOVES = { "rock", "paper", "scissors" }
local SECONDS_MAX = 60

local function tell(format, ...)
	print(string.format(format, ...))
end

local function fail(problem)
	tell("failed %s %s", tostring(problem.qualifier), tostring(problem.detail))
	os.exit(1)
end

local me
local played = false

me = player.new({
	url = url,
	on_assigned = function(kind, runtime)
		tell("assigned %s %s", kind, runtime.runtime_id)
		if kind == "LOBBY" and played then
			tell("finished")
			me:leave()
			os.exit(0)
		elseif kind == "LOBBY" then
			me:send({ kind = "play" })
		end
	end,
	on_message = function(message)
		if message.kind == "result" then
			played = true
			tell("result %s %d %d", message.won and "won" or "lost", message.profile.wins, message.profile.losses)
		elseif message.kind == "no_match" then
			fail({ qualifier = "NO_MATCH", detail = message.reason })
		elseif message.kind == "welcome" then
			tell("welcome")
		end
	end,
	on_fast_open = function()
		tell("connected")
	end,
	on_fast = function(text)
		if text == "go" then
			local move = MOVES[math.random(#MOVES)]
			tell("move %s", move)
			me:send_fast(move)
		else
			tell("%s", text)
		end
	end,
	on_deleted = function(reason)
		fail({ qualifier = "CLIENT_DELETED", detail = reason })
	end,
	on_lost = fail,
})

local function enter()
	me:enter(tenant, project, stage, function(client_id, problem)
		if problem then
			fail(problem)
		end
		tell("client %s", client_id)
	end)
end

local function sign_in(credentials)
	me:sign_in(credentials, function(_, problem)
		if problem then
			fail(problem)
		end
		enter()
	end)
end

math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)") or "0", 16) % 1000003)
timer.delay(SECONDS_MAX, false, function()
	fail({ qualifier = "TIMEOUT", detail = "no duel within " .. SECONDS_MAX .. " s" })
end)

if arg[5] then
	sign_in({ user_id = arg[5], password = arg[6] })
else
	me:sign_up(function(credentials, problem)
		if problem then
			fail(problem)
		end
		tell("user %s", credentials.user_id)
		sign_in(credentials)
	end)
end
