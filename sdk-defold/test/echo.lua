-- A game server that sends each message back, over a socket that somebody in between cuts at random, with the
-- number of tokens that it has had until now.
-- usage: echo.lua SOCKETS
local detour = require("detour")
local server = require("omgservers.server")

local game
local tokens, token = 0, nil
game = server.new({
	engine = detour.through(arg[1]),
	call_policy = { pauses = { 0.5, 1, 2 }, within = 600 },
	resume_policy = { pauses = { 0.2, 0.5, 1, 2 }, within = 600 },
	on_message = function(client_id, message)
		local present = game.session.api.token
		if token ~= present then
			token, tokens = present, tokens + 1
		end
		message.tokens = tokens
		game:respond(client_id, message)
	end,
})
game:start()
