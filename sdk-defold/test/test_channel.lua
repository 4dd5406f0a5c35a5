-- A game server and its channel.
local check = require("check")
local server = require("omgservers.server")
local servers = require("servers")

local FAST, CHANNEL, new, started = servers.FAST, servers.CHANNEL, servers.new, servers.started

--- A game server with a channel; its socket is the latest.
local function channelled(options)
	local game, engine, told = new(options)
	game:start()
	engine:call().answer(200, { api_token = "abc", dispatcher_config = FAST, channel_config = CHANNEL })
	engine:line().open()
	return game, engine, told, engine:line()
end

local function frame(channel, at)
	return json.decode(channel.sent[at or #channel.sent].data)
end

check.that("with a channel nobody is called, and each message is confirmed and told once", function()
	local _, engine, told, channel = channelled()
	check.equal(channel.url, "ws://channel")
	check.equal(#engine.calls, 1)
	check.equal(#frame(channel).consumed_messages, 0)
	channel.bring({ incoming_messages = { { id = "50", qualifier = "CLIENT_ASSIGNED", body = { client_id = "3" } } } })
	check.equal(told[#told], "assigned 3")
	check.equal(frame(channel).consumed_messages[1], "50")
	channel.bring({ incoming_messages = { { id = "50", qualifier = "CLIENT_ASSIGNED", body = { client_id = "3" } } } })
	check.equal(#told, 2)
	channel.bring("no JSON")
	channel.bring({ incoming_messages = {}, api_token = "fresh" })
	channel.lose(1006)
	engine:advance(1)
	check.equal(engine:call().operation, "create-token")
end)

check.that("what was on its way when the channel was lost goes again under its number", function()
	local game, engine, _, channel = channelled()
	channel.bring({ incoming_messages = { { id = "50", qualifier = "CLIENT_ASSIGNED", body = { client_id = "3" } } } })
	game:respond("3", "first")
	game:respond("3", "second")
	check.equal(frame(channel).number, 1)
	check.equal(#frame(channel).outgoing_messages, 1)
	channel.lose(1012, "Service restart")
	engine:advance(1)
	engine:call().answer(200, { api_token = "b", dispatcher_config = FAST, channel_config = CHANNEL })
	channel = engine:line()
	channel.open()
	check.equal(frame(channel, 1).consumed_messages[1], "50")
	check.equal(frame(channel, 2).number, 1)
	check.equal(frame(channel, 2).outgoing_messages[1].body.message, "first")
	channel.bring({ incoming_messages = {}, number = "1" })
	check.equal(frame(channel).number, 2)
	check.equal(frame(channel).outgoing_messages[1].body.message, "second")
end)

check.that("a wrong command is told, and takes no other one with it", function()
	local refused = {}
	local game, _, told, channel = channelled({
		on_refused = function(problem, command)
			table.insert(refused, problem.qualifier .. " " .. command.body.message)
		end,
	})
	game:respond("3", "a")
	game:respond("3", "wrong")
	game:respond("3", "b")
	channel.bring({ incoming_messages = {}, number = "1" })
	check.equal(#frame(channel).outgoing_messages, 2)
	local problem = { qualifier = "WRONG_REQUEST", status = 400, detail = "no" }
	channel.bring({ incoming_messages = {}, number = "2", refused = problem })
	check.equal(frame(channel).outgoing_messages[1].body.message, "wrong")
	check.equal(#frame(channel).outgoing_messages, 1)
	channel.bring({ incoming_messages = {}, number = "3", refused = problem })
	check.equal(refused[1], "WRONG_REQUEST wrong")
	check.equal(frame(channel).outgoing_messages[1].body.message, "b")
	channel.bring({ incoming_messages = {}, number = "4" })
	check.equal(#refused, 1)
	check.equal(told[#told], "ready nil")
end)

check.that("a wrong command by calls does not end the process either", function()
	local game, engine, told = started({ on_refused = function() end })
	game:respond("3", "wrong")
	engine:call().answer(400, { qualifier = "WRONG_REQUEST", detail = "no" })
	check.equal(engine.exited, nil)
	game:respond("3", "right")
	check.equal(engine:call().body.outgoing_messages[1].body.message, "right")
	check.equal(told[#told], "ready nil")
end)

check.that("what is too large for the channel is refused, and the rest goes on", function()
	local refused = {}
	local game, engine, _, channel = channelled({
		on_refused = function(problem, command)
			table.insert(refused, problem.status .. " " .. command.body.message)
		end,
	})
	game:respond("3", "a")
	game:respond("3", "large")
	game:respond("3", "b")
	channel.bring({ incoming_messages = {}, number = "1" })
	local function lose()
		channel.lose(1009, "Too big")
		engine:advance(3)
		engine:call().answer(200, { api_token = "b", dispatcher_config = FAST, channel_config = CHANNEL })
		channel = engine:line()
		channel.open()
	end
	lose()
	check.equal(frame(channel).outgoing_messages[1].body.message, "large")
	lose()
	check.equal(refused[1], "413 large")
	check.equal(frame(channel).outgoing_messages[1].body.message, "b")
end)

check.that("without its channel for long it ends", function()
	local _, engine, told, channel = channelled({ call_policy = { pauses = {}, within = 0 } })
	channel.lose(1001, "Runtime ended")
	for _ = 1, 100 do
		engine:advance(3)
		local call = engine:call()
		if call.operation == "create-token" and not call.done and #engine.calls > 1 then
			call.done = true
			call.answer(404, { qualifier = "RUNTIME_NOT_FOUND" })
		end
	end
	check.equal(told[#told], "lost RUNTIME_NOT_FOUND")
	check.equal(engine.exited, server.EXIT.API)
end)

print("channel " .. check.count)
