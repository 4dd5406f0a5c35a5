--- Players over an engine that a test plays.
local fake = require("omgservers.engine.fake")
local log = require("omgservers.log")
local player = require("omgservers.player")

local M = {}

log.to(nil)

M.CONFIG = { connection_url = "ws://first", sec_web_socket_protocol = "a,b" }
M.AGAIN = { connection_url = "ws://again", sec_web_socket_protocol = "c" }
M.FAST = { connection_url = "ws://fast", sec_web_socket_protocol = "d" }

--- A player whose handlers write down what they are told.
function M.new(options)
	local engine, told = fake.new(), {}
	options = options or {}
	options.engine, options.url = engine, "http://x"
	for _, name in ipairs({
		"on_state", "on_greeted", "on_assigned", "on_message", "on_matchmaking_failed", "on_refused", "on_fast_open",
		"on_fast", "on_fast_down", "on_deleted", "on_lost", "on_error",
	}) do
		options[name] = options[name] or function(first, second)
			local detail = type(first) == "table" and (first.qualifier or first.version_id) or first
			local further = type(second) == "string" and " " .. second or ""
			table.insert(told, name:sub(4) .. " " .. tostring(detail) .. further)
		end
	end
	return player.new(options), engine, told
end

--- What was told last.
function M.last(told)
	return told[#told]
end

--- A player who is connected as client 9.
function M.entered(options)
	local me, engine, told = M.new(options)
	me:sign_in({ user_id = "5", password = "secret" }, function() end)
	engine:call().answer(200, { raw_token = "abc" })
	me:enter("t", "p", "s", function() end)
	engine:call().answer(200, { client_id = "9", connector_config = M.CONFIG })
	engine:line().open()
	return me, engine, told
end

local number = 0

--- The service sends a message over the first socket.
function M.receive(engine, qualifier, body, id)
	number = number + 1
	engine.sockets[1].bring({ id = id or tostring(number), qualifier = qualifier, body = body })
end

return M
