-- A game server that sends each message back, over a socket that somebody in between cuts at random.
-- usage: echo.lua SOCKETS
local detour = require("detour")
local server = require("omgservers.server")

local game
game = server.new({
	engine = detour.through(arg[1]),
	on_message = function(client_id, message)
		game:respond(client_id, message)
	end,
})
game:start()
