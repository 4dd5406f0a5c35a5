-- The player over an engine that this test plays: which calls it makes, and what it does on loss.
local check = require("check")
local async = require("omgservers.async")
local fake = require("omgservers.engine.fake")
local log = require("omgservers.log")
local player = require("omgservers.player")

log.to(nil)

local CONFIG = { connection_url = "ws://first", sec_web_socket_protocol = "a,b" }
local AGAIN = { connection_url = "ws://again", sec_web_socket_protocol = "c" }
local FAST = { connection_url = "ws://fast", sec_web_socket_protocol = "d" }

--- A player whose handlers write down what they are told.
local function new(options)
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

local function last(told)
	return told[#told]
end

--- A player who is connected as client 9.
local function entered(options)
	local me, engine, told = new(options)
	me:sign_in({ user_id = "5", password = "secret" }, function() end)
	engine:call().answer(200, { raw_token = "abc" })
	me:enter("t", "p", "s", function() end)
	engine:call().answer(200, { client_id = "9", connector_config = CONFIG })
	engine:line().open()
	return me, engine, told
end

local number = 0
local function receive(engine, qualifier, body, id)
	number = number + 1
	engine.sockets[1].bring({ id = id or tostring(number), qualifier = qualifier, body = body })
end

check.that("it signs up, signs in and enters, in a coroutine", function()
	local me, engine, told = new()
	local client
	async.run(function()
		me:sign_in(me:sign_up())
		client = me:enter("t", "p", "s")
	end)
	check.equal(engine:call().operation, "create-user")
	engine:call().answer(200, { user_id = "5", password = "secret" })
	check.equal(engine:call().body.password, "secret")
	engine:call().answer(200, { raw_token = "abc" })
	check.equal(engine:call().headers.Authorization, "Bearer abc")
	check.equal(engine:call().body.stage, "s")
	check.equal(last(told), "state CONNECTING DISCONNECTED")
	engine:call().answer(200, { client_id = "9", connector_config = CONFIG })
	check.equal(client, "9")
	check.equal(engine:line().url, "ws://first")
	check.equal(engine:line().protocol, "omgservers.resume.v1,a,b")
	engine:line().open()
	check.equal(last(told), "state CONNECTED CONNECTING")
end)

check.that("it remembers the user of the device", function()
	local me, engine = new()
	local who
	me:log_in("game", function(credentials)
		who = credentials
	end)
	engine:call().answer(200, { user_id = "5", password = "secret" })
	engine:call().answer(200, { raw_token = "abc" })
	check.equal(who.user_id, "5")
	me:log_in("game", function() end)
	check.equal(engine:call().operation, "create-token")
	check.equal(engine:call().body.user_id, "5")
	engine:call().answer(401, { qualifier = "USER_NOT_FOUND" })
	me:forget("game")
	me:log_in("game", function() end)
	check.equal(engine:call().operation, "create-user")
end)

check.that("it says why it cannot enter", function()
	local me, engine, told = new()
	local why
	me:enter("t", "p", "nowhere", function(_, problem)
		why = problem
	end)
	engine:call().answer(404, { qualifier = "STAGE_NOT_FOUND" })
	check.equal(why.qualifier, "STAGE_NOT_FOUND")
	check.equal(last(told), "state DISCONNECTED CONNECTING")
end)

check.that("who leaves while entering does not come in", function()
	local me, engine = new()
	local why
	me:enter("t", "p", "s", function(_, problem)
		why = problem
	end)
	me:leave()
	engine:call().answer(200, { client_id = "9", connector_config = CONFIG })
	check.equal(why.qualifier, "LEFT")
	check.equal(#engine.sockets, 0)
end)

check.that("what is said before the socket is open is sent when it is, up to a limit", function()
	local me, engine = new()
	for i = 1, player.WAITING_MAX do
		check.equal(me:send(i), true)
	end
	me.answers = true
	check.equal(me:send("too much"), false)
	me.line:open(CONFIG)
	engine:line().open()
	check.equal(#engine:line().sent, player.WAITING_MAX + 1)
	check.equal(json.decode(engine:line().sent[3].data).body.message, 2)
end)

check.that("it tells of lobbies, messages and matchmaking, and of nothing twice", function()
	local _, engine, told = entered()
	receive(engine, "CLIENT_GREETED", { version_id = "3" })
	check.equal(last(told), "greeted 3")
	receive(engine, "RUNTIME_ASSIGNED", { runtime_qualifier = "LOBBY", runtime_id = "1" })
	check.equal(last(told), "assigned LOBBY")
	receive(engine, "MESSAGE_PRODUCED", { message = "hello" }, "77")
	check.equal(last(told), "message hello")
	local count = #told
	receive(engine, "MESSAGE_PRODUCED", { message = "hello" }, "77")
	receive(engine, "SOMETHING_NEW", {})
	engine.sockets[1].bring("no JSON")
	engine.sockets[1].bring("[]")
	check.equal(#told, count)
	receive(engine, "MATCHMAKING_FAILED", { mode = "duel", reason = "EXPIRED" })
	check.equal(last(told), "matchmaking_failed duel EXPIRED")
	engine.sockets[1].bring('{"id":null,"qualifier":"MESSAGE_REFUSED","body":{"qualifier":"RUNTIME_NOT_FOUND"}}')
	check.equal(last(told), "refused RUNTIME_NOT_FOUND")
end)

check.that("an error in a handler is told and ends nothing", function()
	local _, engine, told = entered({
		on_message = function()
			error("broken")
		end,
	})
	receive(engine, "MESSAGE_PRODUCED", { message = "x" })
	check.equal(last(told), "error HANDLER_FAILED")
	receive(engine, "RUNTIME_ASSIGNED", { runtime_qualifier = "MATCH" })
	check.equal(last(told), "assigned MATCH")
end)

check.that("it drops the fast connection with every new runtime", function()
	local me, engine, told = entered()
	check.equal(me:send_fast("early"), false)
	receive(engine, "CONNECTION_UPGRADED", { dispatcher_config = FAST })
	local fast = engine:line()
	fast.open()
	check.equal(me:send_fast("x=1"), true)
	check.equal(me:send_fast("\1\2", true), true)
	check.equal(fast.sent[2].binary, true)
	fast.bring("y=2")
	check.equal(last(told), "fast y=2")
	receive(engine, "RUNTIME_ASSIGNED", { runtime_qualifier = "MATCH", runtime_id = "2" })
	check.equal(fast.closed, true)
	check.equal(me:send_fast("x=2"), false)
	fast.bring("late")
	check.equal(last(told), "assigned MATCH")
end)

check.that("a fast connection that is lost comes back, one that is over does not", function()
	local me, engine, told = entered()
	receive(engine, "CONNECTION_UPGRADED", { dispatcher_config = FAST })
	engine:line().open()
	engine:line().lose(1006)
	check.equal(last(told), "fast_down 1006 ")
	engine:advance(1)
	check.equal(#engine.sockets, 3)
	engine:line().open()
	check.equal(me:send_fast("back"), true)
	engine:line().lose(1001, "Dispatcher deleted")
	check.equal(last(told), "fast_down 1001 Dispatcher deleted")
	engine:advance(60)
	check.equal(#engine.sockets, 3)
end)

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
	check.equal(#me.waiting, player.WAITING_MAX)
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

check.that("who is signed out or replaced does not come back", function()
	for code, reason in pairs({ [4001] = "Replaced by another connection", [4003] = "Signed out" }) do
		local _, engine, told = entered()
		engine:line().lose(code, reason)
		check.equal(last(told), "lost CONNECTION_LOST")
		engine:advance(60)
		check.equal(#engine.sockets, 1)
	end
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

check.that("it measures how fast the service answers", function()
	local me, engine = new()
	local seconds
	me:ping(function(answer)
		seconds = answer
	end)
	engine:advance(0.25)
	engine:call().answer(200, { message = "pong" })
	check.equal(seconds, 0.25)
end)

print("player " .. check.count)
