--- A player that plays one duel and tells what happens: one line per event, "name detail …".
-- usage: bot.lua URL TENANT PROJECT STAGE [USER_ID PASSWORD]
local async = require("omgservers.async")
local duelist = require("duelist")

local url, tenant, project, stage = arg[1], arg[2], arg[3], arg[4]
-- A machine with much to do takes minutes to start a server again.
local SECONDS_MAX = 300

local function tell(format, ...)
	io.write(string.format(format, ...), "\n")
end

local function fail(problem)
	tell("failed %s %s", tostring(problem.qualifier), tostring(problem.detail))
	os.exit(1)
end

local played = false
local bot
bot = duelist.new({
	url = url,
	on_lobby = function(runtime)
		tell("assigned LOBBY %s", runtime.runtime_id)
		if played then
			tell("finished")
			bot.me:leave()
			os.exit(0)
		end
		bot:play()
	end,
	on_match = function(runtime)
		tell("assigned MATCH %s", runtime.runtime_id)
	end,
	on_welcome = function()
		tell("welcome")
	end,
	on_connected = function()
		tell("connected")
	end,
	on_move = function(move)
		tell("move %s", move)
	end,
	on_round = function(_, text)
		tell("round %s", text)
	end,
	on_result = function(won, profile)
		played = true
		tell("result %s %d %d", won and "won" or "lost", profile.wins, profile.losses)
	end,
	on_no_match = function(reason)
		fail({ qualifier = "NO_MATCH", detail = reason })
	end,
	on_over = fail,
})

math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)") or "0", 16) % 1000003)
timer.delay(SECONDS_MAX, false, function()
	fail({ qualifier = "TIMEOUT", detail = "no duel within " .. SECONDS_MAX .. " s" })
end)

async.run(function()
	local credentials, problem = { user_id = arg[5], password = arg[6] }, nil
	if not arg[5] then
		credentials, problem = bot.me:sign_up()
		tell("user %s", credentials and credentials.user_id or "none")
	end
	if not problem then
		problem = select(2, bot.me:sign_in(credentials))
	end
	local client_id
	if not problem then
		client_id, problem = bot.me:enter(tenant, project, stage)
	end
	if problem then
		fail(problem)
	end
	tell("client %s", client_id)
end)
