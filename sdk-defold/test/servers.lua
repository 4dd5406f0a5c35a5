--- Game servers over an engine that a test plays.
local fake = require("omgservers.engine.fake")
local log = require("omgservers.log")
local server = require("omgservers.server")

local M = {}

log.to(nil)

M.ENVIRONMENT = {
	OMGSERVERS_RUNTIME_ID = "7",
	OMGSERVERS_PASSWORD = "secret",
	OMGSERVERS_QUALIFIER = "MATCH",
	OMGSERVERS_SERVICE_URL = "http://x",
}

os.getenv = function(name) -- luacheck: ignore
	return M.ENVIRONMENT[name]
end

--- A game server whose handlers write down what they are told.
function M.new(options)
	local engine, told = fake.new(), {}
	options = options or {}
	options.engine = engine
	for _, name in ipairs({
		"on_ready", "on_created", "on_assigned", "on_removed", "on_message", "on_matchmaking_failed", "on_fast",
		"on_fast_joined", "on_fast_left", "on_fast_limited", "on_stop", "on_error", "on_lost",
	}) do
		options[name] = options[name] or function(first, second, third)
			local detail = type(first) == "table" and (first.qualifier or first.client_id) or first
			local words = { name:sub(4), tostring(detail), second ~= nil and tostring(second) or nil }
			table.insert(words, third ~= nil and type(third) ~= "table" and tostring(third) or nil)
			table.insert(told, table.concat(words, " "))
		end
	end
	return server.new(options), engine, told
end

M.FAST = { connection_url = "ws://fast", sec_web_socket_protocol = "a" }
M.CHANNEL = { connection_url = "ws://channel", sec_web_socket_protocol = "c" }

--- A game server that is ready; its look into the mailbox is the latest call.
function M.started(options)
	local game, engine, told = M.new(options)
	game:start()
	engine:call().answer(200, { api_token = "abc", dispatcher_config = M.FAST })
	engine:line().open()
	return game, engine, told
end

--- What waits for a game server.
function M.news(qualifier, body, id)
	return { incoming_messages = { { id = id, qualifier = qualifier, body = body } } }
end

return M
