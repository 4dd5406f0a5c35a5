-- What a player does when its connection is lost.
local check = require("check")
local player = require("omgservers.player")
local players = require("players")

local AGAIN, last, entered, receive = players.AGAIN, players.last, players.entered, players.receive

check.that("it resumes the same client after a lost connection, with what it wanted to say", function()
	local me, engine, told = entered()
	engine:line().lose(1006, "gone")
	check.equal(last(told), "state RESUMING CONNECTED")
	me:send("meanwhile")
	engine:advance(1)
	check.equal(engine:call().operation, "resume-client")
	check.equal(engine:call().body.client_id, "9")
	engine:call().answer(200, { connector_config = AGAIN })
	check.equal(engine:line().url, "ws://again")
	engine:line().open()
	check.equal(last(told), "state CONNECTED RESUMING")
	check.equal(json.decode(engine:line().sent[2].data).body.message, "meanwhile")
end)

check.that("what came is confirmed, and what was not answered goes again under its number", function()
	local me, engine = entered()
	receive(engine, "MESSAGE_PRODUCED", { message = "x" }, "71")
	engine:advance(0.1)
	check.equal(json.decode(engine:line().sent[2].data).body.consumed_messages[1], "71")
	me:send("one")
	me:send("two")
	engine.sockets[1].bring('{"id":null,"qualifier":"MESSAGES_TAKEN","body":{"number":"1"}}')
	engine:line().lose(1006)
	engine:advance(1)
	engine:call().answer(200, { connector_config = AGAIN })
	engine:line().open()
	check.equal(json.decode(engine:line().sent[1].data).body.consumed_messages[1], "71")
	check.equal(json.decode(engine:line().sent[2].data).id, 2)
	check.equal(json.decode(engine:line().sent[2].data).body.message, "two")
	check.equal(#engine:line().sent, 2)
end)

check.that("a message that is too large is refused, and does not end each connection", function()
	local me, engine, told = entered()
	me:send("small")
	me:send(string.rep("x", 1000))
	engine:line().lose(1009, "Too big")
	check.equal(told[#told - 1], "refused TOO_LARGE")
	engine:advance(1)
	engine:call().answer(200, { connector_config = AGAIN })
	engine:line().open()
	check.equal(#engine:line().sent, 2)
	check.equal(json.decode(engine:line().sent[2].data).body.message, "small")
end)

check.that("receipts of one moment go together", function()
	local _, engine = entered()
	for id = 1, 9 do
		receive(engine, "MESSAGE_PRODUCED", { message = "x" }, tostring(id))
	end
	engine:advance(0.1)
	check.equal(#engine:line().sent, 2)
	check.equal(#json.decode(engine:line().sent[2].data).body.consumed_messages, 9)
	engine:advance(1)
	check.equal(#engine:line().sent, 2)
end)

check.that("when the service dropped something all that it did not take is said again, in order", function()
	local me, engine = entered()
	receive(engine, "MESSAGE_PRODUCED", { message = "x" }, "71")
	for i = 1, 5 do
		me:send(i)
	end
	engine:line().bring('{"id":null,"qualifier":"MESSAGES_TAKEN","body":{"number":"2"}}')
	engine:line().bring('{"id":null,"qualifier":"MESSAGES_DROPPED","body":{"pause_millis":1000}}')
	local before = #engine:line().sent
	me:send(6)
	engine:advance(0.9)
	check.equal(#engine:line().sent, before)
	engine:advance(0.2)
	local sent = engine:line().sent
	check.equal(#sent, before + 5)
	local first = json.decode(sent[before + 1].data)
	check.equal(first.qualifier .. " " .. tostring(first.body.again), "CONSUME_MESSAGES true")
	check.equal(first.body.consumed_messages[1], "71")
	for i = 3, 6 do
		check.equal(json.decode(sent[before + i - 1].data).id, i)
	end
	check.equal(json.decode(sent[1].data).body.again, nil)
end)

check.that("a connection that is lost while it waits to begin again begins anew", function()
	local me, engine = entered()
	me:send("one")
	engine:line().bring('{"id":null,"qualifier":"MESSAGES_DROPPED","body":{"pause_millis":9000}}')
	engine:line().lose(1006)
	engine:advance(1)
	engine:call().answer(200, { connector_config = AGAIN })
	engine:line().open()
	check.equal(#engine:line().sent, 2)
	engine:advance(20)
	check.equal(#engine:line().sent, 2)
end)

check.that("tokens are renewed over the open socket", function()
	local _, engine = entered()
	engine.sockets[1].bring('{"id":null,"qualifier":"TOKEN_RENEWED","body":{"raw_token":"fresh"}}')
	engine:line().lose(1006)
	engine:advance(1)
	check.equal(engine:call().headers.Authorization, "Bearer fresh")
end)

check.that("with a service that never says what it took the latest messages are kept", function()
	local me = entered()
	for i = 1, 1000 do
		check.equal(me:send(i), true)
	end
	check.equal(#me.paced.spoken.waiting, player.WAITING_MAX)
end)

check.that("with a token that has ended it signs in again and goes on", function()
	local _, engine = entered()
	engine:line().lose(1006)
	engine:advance(1)
	engine:call().answer(401, { qualifier = "WRONG_TOKEN" })
	check.equal(engine:call().operation, "create-token")
	engine:call().answer(200, { raw_token = "fresh" })
	check.equal(engine:call().operation, "resume-client")
	check.equal(engine:call().headers.Authorization, "Bearer fresh")
end)

check.that("an instance that stops sends its players to another one, or to itself when it is back", function()
	local me, engine, told = entered()
	receive(engine, "CONNECTION_UPGRADED", { dispatcher_config = players.FAST })
	engine.sockets[2].open()
	me:send("kept")
	engine.sockets[2].lose(1012, "Service restart")
	engine.sockets[1].lose(1012, "Service restart")
	check.equal(last(told), "state RESUMING CONNECTED")
	-- Longer than all tries of one call; nobody answers meanwhile.
	for _ = 1, 30 do
		engine:advance(2)
		local call = engine:call()
		if call.operation == "resume-client" and not call.answered then
			call.answered = true
			call.raw(engine.time % 4 == 0 and 0 or 503, "")
		elseif engine:line().url == "ws://fast" then
			engine:line().lose(1006)
		end
	end
	while engine:call().answered do
		engine:advance(1)
	end
	engine:call().answer(200, { connector_config = AGAIN })
	check.equal(engine:line().url, "ws://again")
	engine:line().open()
	check.equal(last(told), "state CONNECTED RESUMING")
	check.equal(json.decode(engine:line().sent[2].data).body.message, "kept")
end)

check.that("who is signed out or replaced does not come back", function()
	for code, reason in pairs({ [4001] = "Replaced by another connection", [4003] = "Signed out" }) do
		local _, engine, told = entered()
		engine:advance(6)
		engine:line().lose(code, reason)
		check.equal(last(told), "lost CONNECTION_LOST")
		engine:advance(60)
		check.equal(#engine.sockets, 1)
	end
end)

check.that("who is replaced at once comes back, once", function()
	local _, engine, told = entered()
	engine:line().lose(4001, "Replaced by another connection")
	engine:advance(1)
	engine:call().answer(200, { connector_config = AGAIN })
	engine:line().open()
	check.equal(last(told), "state CONNECTED RESUMING")
	engine:line().lose(4001, "Replaced by another connection")
	check.equal(last(told), "lost CONNECTION_LOST")
end)

check.that("a client that was deleted is told of, once", function()
	local _, engine, told = entered()
	receive(engine, "CLIENT_DELETED", { reason = "KICKED" })
	engine:line().lose(1000, "Client deleted")
	check.equal(told[#told - 1], "deleted KICKED")
	check.equal(last(told), "state DISCONNECTED CONNECTED")
end)

check.that("when the client is gone meanwhile, or nobody answers for long, the connection is lost", function()
	local _, engine, told = entered()
	engine:line().lose(1006)
	engine:advance(1)
	engine:call().answer(404, { qualifier = "CLIENT_NOT_FOUND" })
	check.equal(last(told), "lost CLIENT_NOT_FOUND")
	_, engine, told = entered({ call_policy = { pauses = {}, within = 0 } })
	engine:line().lose(1006)
	for _ = 1, 100 do
		engine:advance(6)
		if engine:call().operation == "resume-client" and not engine:call().answered then
			engine:call().answered = true
			engine:call().raw(0, "")
		end
	end
	check.equal(last(told), "lost NO_ANSWER")
	check.equal(engine.time < 1000 and #engine.calls < 60, true)
end)

check.that("who comes back each time is not given up, however often the connection is lost", function()
	local _, engine, told = entered()
	for _ = 1, 100 do
		engine:line().bring('{"id":null,"qualifier":"MESSAGES_TAKEN","body":{"number":"0"}}')
		engine:advance(2)
		engine:line().lose(1006)
		engine:advance(1.3)
		engine:call().answer(200, { connector_config = AGAIN })
		engine:line().open()
		check.equal(last(told), "state CONNECTED RESUMING")
	end
end)

check.that("a service that takes and drops connections is not asked without pause", function()
	local _, engine = entered()
	for _ = 1, 5 do
		engine:line().lose(4029, "Too many connections")
		engine:advance(6)
		if engine:call().operation == "resume-client" then
			engine:call().answer(200, { connector_config = AGAIN })
			engine:line().open()
		end
	end
	engine:line().lose(4029)
	local before = #engine.calls
	engine:advance(3.1)
	check.equal(#engine.calls, before)
end)

print("resume " .. check.count)
