--- The duel's game server: a lobby that asks for matchmaking, and a match for two.
local rules = require("rules")
local server = require("omgservers.server")
local wire = require("omgservers.wire")

local function say(format, ...)
	io.write(os.date("!%H:%M:%S "), string.format(format, ...), "\n")
end

local function lobby()
	local game
	game = server.new({
		on_assigned = function(client)
			say("client %s is in the lobby", client.client_id)
			game:respond(client.client_id, { kind = "welcome", profile = client.profile })
		end,
		on_message = function(client_id, message)
			if type(message) == "table" and message.kind == "play" then
				say("client %s wants to play", client_id)
				game:request_matchmaking(client_id, "duel")
			end
		end,
		on_matchmaking_failed = function(client_id, reason)
			game:respond(client_id, { kind = "no_match", reason = reason })
		end,
	})
	game:start()
end

--- The server decides everything: it counts the rounds and takes one move of each player in each. A
-- player whose connection was lost is told again where the duel is, so both sides go on from there.
local function match()
	local game
	local players, count, round, points_to_win, over = {}, 0, 0, 2, false

	local function rival_of(client_id)
		for id, player in pairs(players) do
			if id ~= client_id then
				return id, player
			end
		end
	end

	local function finish(winner_id)
		over = true
		for id, player in pairs(players) do
			local profile = rules.scored(player.profile, id == winner_id)
			game:set_profile(id, profile)
			game:respond(id, { kind = "result", won = id == winner_id, profile = profile, last = player.last })
			game:kick(id)
		end
		say("client %s wins the duel", winner_id)
	end

	local function begin_round()
		round = round + 1
		for _, player in pairs(players) do
			player.move = nil
		end
		game:fast_to_all("go " .. round)
	end

	local function judge()
		local id, player = next(players)
		local rival_id, rival = rival_of(id)
		if not rival or not player.move or not rival.move then
			return
		end
		local winner = rules.winner(player.move, rival.move)
		local winner_id = winner == 1 and id or winner == 2 and rival_id or nil
		if winner_id then
			players[winner_id].points = players[winner_id].points + 1
		end
		for each, mine in pairs(players) do
			local their_id, theirs = rival_of(each)
			local result = winner_id == each and "won" or winner_id == their_id and "lost" or "draw"
			mine.last = string.format(
				"round %d %s %s %s %d %d", round, result, mine.move, theirs.move, mine.points, theirs.points
			)
			game:fast_to(each, mine.last)
		end
		if winner_id and players[winner_id].points >= points_to_win then
			finish(winner_id)
		else
			begin_round()
		end
	end

	local function joined(client_id)
		local player = players[client_id]
		if not player or over then
			return
		end
		player.here = true
		local _, rival = rival_of(client_id)
		if round == 0 then
			if rival and rival.here then
				begin_round()
			end
			return
		end
		-- What was said meanwhile may be lost.
		if player.last then
			game:fast_to(client_id, player.last)
		end
		if not player.move then
			game:fast_to(client_id, "go " .. round)
		end
	end

	local function moved(client_id, number, move)
		local player = players[client_id]
		if player and not over and number == round and not player.move and rules.is_move(move) then
			player.move = move
			judge()
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
			game:upgrade(client.client_id)
			if count == 2 then
				-- Who would take the place of one who leaves would come too late.
				game:stop_matchmaking()
			end
		end,
		on_removed = function(client_id)
			players[client_id] = nil
			local winner_id = next(players)
			if winner_id and count >= 2 and not over then
				say("client %s left", client_id)
				finish(winner_id)
			elseif not winner_id then
				-- Everybody has left: what this process was started for is done.
				game:stop()
			end
		end,
		on_fast_joined = joined,
		on_fast_left = function(client_id)
			if players[client_id] and not over then
				players[client_id].here = false
				game:upgrade(client_id)
			end
		end,
		on_fast = function(client_id, text)
			local number, move = text:match("^move (%d+) (%l+)$")
			if number then
				moved(client_id, tonumber(number), move)
			end
		end,
	})
	game:start()
end

if os.getenv("OMGSERVERS_QUALIFIER") == wire.MATCH then
	match()
else
	lobby()
end
