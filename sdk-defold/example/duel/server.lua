--- The duel's game server: a lobby that asks for matchmaking, and a match for two.
local rules = require("rules")
local server = require("omgservers.server")
local wire = require("omgservers.wire")

local function say(format, ...)
	print(os.date("!%H:%M:%S ") .. string.format(format, ...))
end

--- A server without its service can do nothing: it ends, and the platform starts another one.
local function lost(problem)
	say("lost: %s %s", tostring(problem.qualifier), tostring(problem.detail))
	os.exit(1)
end

local function lobby()
	local game
	game = server.new({
		on_assigned = function(client)
			say("client %s is in the lobby", client.client_id)
			game:send(wire.respond(client.client_id, { kind = "welcome", profile = client.profile }))
		end,
		on_message = function(client_id, message)
			if type(message) == "table" and message.kind == "play" then
				say("client %s wants to play", client_id)
				game:send(wire.request_matchmaking(client_id, "duel"))
			end
		end,
		on_failed = function(client_id, reason)
			game:send(wire.respond(client_id, { kind = "no_match", reason = reason }))
		end,
		on_lost = lost,
	})
	game:start()
end

local function match()
	local game
	local players, count, points_to_win, over = {}, 0, 2, false

	local function other(client_id)
		for id, player in pairs(players) do
			if id ~= client_id then
				return id, player
			end
		end
	end

	local function finish(winner_id)
		over = true
		game:send(wire.stop_matchmaking())
		for id, player in pairs(players) do
			local profile = rules.scored(player.profile, id == winner_id)
			game:send(wire.set_profile(id, profile))
			game:send(wire.respond(id, { kind = "result", won = id == winner_id, profile = profile }))
			game:send(wire.kick(id))
		end
		say("client %s wins the duel", winner_id)
	end

	local function judge()
		local id, player = next(players)
		local rival_id, rival = other(id)
		if not rival or not player.move or not rival.move then
			return
		end
		local winner = rules.winner(player.move, rival.move)
		local winner_id = winner == 1 and id or winner == 2 and rival_id or nil
		if winner_id then
			players[winner_id].points = players[winner_id].points + 1
		end
		for each, mine in pairs(players) do
			local their_id, theirs = other(each)
			local result = winner_id == each and "won" or winner_id == their_id and "lost" or "draw"
			game:fast_to(each, string.format("round %s %s %s %d %d", result, mine.move, theirs.move, mine.points, theirs.points))
		end
		player.move, rival.move = nil, nil
		if winner_id and players[winner_id].points >= points_to_win then
			finish(winner_id)
		else
			game:fast_to_all("go")
		end
	end

	local function joined(client_id)
		if players[client_id] then
			players[client_id].fast = true
		end
		local ready = 0
		for _, player in pairs(players) do
			ready = ready + (player.fast and 1 or 0)
		end
		if ready == 2 and not over then
			game:fast_to_all("go")
		end
	end

	game = server.new({
		on_created = function(config)
			local data = config.config.user_data
			points_to_win = type(data) == "table" and data.rounds_to_win or points_to_win
		end,
		on_assigned = function(client)
			count = count + 1
			say("client %s plays %s", client.client_id, tostring(client.group_name))
			players[client.client_id] = { points = 0, profile = client.profile or {} }
			game:send(wire.upgrade(client.client_id))
		end,
		on_removed = function(client_id)
			players[client_id] = nil
			local winner_id = next(players)
			if winner_id and count >= 2 and not over then
				say("client %s left", client_id)
				finish(winner_id)
			elseif not winner_id then
				-- Everybody has left: what this process was started for is done.
				os.exit(0)
			end
		end,
		on_fast_joined = joined,
		on_fast = function(client_id, text)
			local player = players[client_id]
			if player and not over and rules.is_move(text) then
				player.move = text
				judge()
			end
		end,
		on_lost = lost,
	})
	game:start()
end

if os.getenv("OMGSERVERS_QUALIFIER") == wire.MATCH then
	match()
else
	lobby()
end
