-- Many duelists in one process, for so long, over sockets that somebody in between cuts at random. It
-- prints what they counted, and ends with 1 when anything was lost or doubled.
-- usage: crowd.lua URL SOCKETS TENANT PROJECT STAGES PLAYERS SECONDS [UNTIL]
-- STAGES are names with commas between them; so many PLAYERS play on each.
-- With UNTIL, they play until a file of this name is there, straight to the service, and parts of the service are
-- killed meanwhile: matches may break off, and nobody may find one for a while; all else must hold.
local async = require("omgservers.async")
local defold = require("omgservers.engine.defold")
local detour = require("detour")
local duelist = require("example.duel.duelist")
local log = require("omgservers.log")

local url, sockets, tenant, project, stages = arg[1], arg[2], arg[3], arg[4], arg[5]
local players, seconds, until_file = tonumber(arg[6]), tonumber(arg[7]), arg[8]

--- Nobody waits longer than this for anything to happen.
local SILENCE_MAX = until_file and 240 or 60

local PATIENT = until_file and { pauses = { 0.5, 1, 2 }, within = 600 }

log.to(function(line)
	io.write(line, "\n")
end, log.WARNING)
math.randomseed(os.time())

local engine = until_file and defold or detour.through(sockets)
local totals = { duels = 0, rounds = 0, drops = 0, resumed = 0, tokens = 0, broken = 0, unmatched = 0, faults = 0 }
local begun = engine.now()
-- How many are still there, by stage.
local playing = {}

local function fault(format, ...)
	totals.faults = totals.faults + 1
	io.write("fault: ", string.format(format, ...), "\n")
end

local function finish()
	for name, count in pairs(totals) do
		io.write(string.format("%s %d\n", name, count))
	end
	os.exit(totals.faults == 0 and 0 or 1)
end

local function is_over()
	if not until_file then
		return engine.now() - begun >= seconds
	end
	local file = io.open(until_file)
	if file then
		file:close()
	end
	return file ~= nil
end

local function start(number, stage)
	local bot
	local results, broken, rounds, last = 0, 0, 0, engine.now()
	local in_match, done = false, false
	local token

	local function alive()
		last = engine.now()
	end

	local function leave()
		if not done then
			done = true
			bot.me:leave()
			playing[stage] = playing[stage] > 1 and playing[stage] - 1 or nil
			if next(playing) == nil then
				finish()
			end
		end
	end

	local function watch()
		if token ~= bot.me.account.api.token then
			token = bot.me.account.api.token
			totals.tokens = totals.tokens + 1
		end
		if playing[stage] == 1 and not in_match and is_over() then
			-- Its last rival went home while it had already asked for another duel.
			leave()
		elseif engine.now() - last > SILENCE_MAX then
			fault("player %d heard nothing for %d s; in a match: %s", number, SILENCE_MAX, tostring(in_match))
			leave()
		elseif not done then
			engine.after(1, watch)
		end
	end

	bot = duelist.new({
		url = url,
		engine = engine,
		call_policy = PATIENT,
		resume_policy = PATIENT,
		think = function()
			return (until_file and 1.5 or 0.1) + 0.4 * math.random()
		end,
		on_lobby = function()
			alive()
			if in_match and until_file then
				in_match = false
				broken = broken + 1
				totals.broken = totals.broken + 1
			elseif in_match then
				fault("player %d was sent away without a result", number)
			end
			-- Whoever has not finished a duel while things were killed does so afterwards.
			if is_over() and (results > 0 or not until_file) then
				leave()
			else
				bot:play()
			end
		end,
		on_match = function()
			alive()
			if in_match then
				fault("player %d was sent from a match to a match", number)
			end
			in_match, rounds = true, 0
		end,
		on_round = function(round)
			alive()
			rounds = rounds + 1
			totals.rounds = totals.rounds + 1
			if round ~= rounds then
				fault("player %d was told of round %d after %d", number, round, rounds - 1)
				rounds = round
			end
		end,
		on_result = function(_, profile)
			alive()
			results = results + 1
			totals.duels = totals.duels + 1
			if not in_match then
				fault("player %d got a second result", number)
			end
			-- Of a match that broke off the game server may have kept the result and not told it.
			local kept = profile.wins + profile.losses - results
			if kept < 0 or kept > broken then
				fault("player %d: %d results, the profile has %d", number, results, profile.wins + profile.losses)
			end
			in_match = false
		end,
		on_no_match = function(reason)
			alive()
			totals.unmatched = totals.unmatched + 1
			if until_file then
				bot:play()
				return
			end
			fault("player %d got no match: %s", number, tostring(reason))
			bot:play()
		end,
		on_over = function(problem)
			fault("player %d: %s %s", number, problem.qualifier, tostring(problem.detail))
			leave()
		end,
	})
	bot.me.handlers.on_state = function(state, before)
		if state == "RESUMING" then
			totals.drops = totals.drops + 1
		elseif state == "CONNECTED" and before == "RESUMING" then
			totals.resumed = totals.resumed + 1
		end
	end
	async.run(function()
		local _, problem = bot.me:sign_in(bot.me:sign_up())
		if not problem then
			_, problem = bot.me:enter(tenant, project, stage)
		end
		if problem then
			fault("player %d: %s %s", number, problem.qualifier, tostring(problem.detail))
			leave()
		end
	end)
	watch()
end

local number = 0
for stage in stages:gmatch("[^,]+") do
	playing[stage] = players
	for _ = 1, players do
		number = number + 1
		start(number, stage)
	end
end
