-- The game server: the first of two players who presses wins.
local server = require("omgservers.server")

local game
local over = false

game = server.new({
	on_assigned = function(client)
		if game.kind == "LOBBY" then
			game:request_matchmaking(client.client_id, "race")
		else
			game:upgrade(client.client_id)
		end
	end,
	on_fast = function(client_id, text)
		if text == "press" and not over then
			over = true
			game:broadcast({ winner = client_id })
			game:drain()
			for id in pairs(game.clients) do
				game:kick(id)
			end
		end
	end,
})
game:start()
