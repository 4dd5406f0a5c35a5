-- A game server over an engine that this test plays.
local check = require("check")
local fake = require("omgservers.engine.fake")
local server = require("omgservers.server")
local servers = require("servers")
local wire = require("omgservers.wire")

local ENVIRONMENT, FAST = servers.ENVIRONMENT, servers.FAST
local new, started, news = servers.new, servers.started, servers.news

check.that("it takes its identity from the environment and logs in", function()
	local game, engine, told = started()
	check.equal(game.kind, "MATCH")
	check.equal(engine.calls[1].url, "http://x/service/v1/entrypoint/runtime/request/create-token")
	check.equal(engine.calls[1].body.runtime_id, "7")
	check.equal(engine:call().operation, "interchange-messages")
	check.equal(engine:call().headers.Authorization, "Bearer abc")
	check.equal(told[1], "ready nil")
	check.equal(game.state, server.READY)
end)

check.that("without its environment it ends with a code of its own", function()
	ENVIRONMENT.OMGSERVERS_PASSWORD = nil
	local engine = fake.new()
	local ok, problem = pcall(server.new, { engine = engine })
	ENVIRONMENT.OMGSERVERS_PASSWORD = "secret"
	check.equal(ok, false)
	check.equal(problem:match("OMGSERVERS_PASSWORD") ~= nil, true)
	check.equal(engine.exited, server.EXIT.ENVIRONMENT)
end)

check.that("a refused login ends it", function()
	local game, engine, told = new()
	game:start()
	engine:call().answer(401, { qualifier = "WRONG_CREDENTIALS" })
	check.equal(told[#told], "lost WRONG_CREDENTIALS")
	check.equal(engine.exited, server.EXIT.TOKEN)
end)

check.that("messages are told once, with receipts until one has arrived", function()
	local game, engine, told = started()
	engine:call().answer(200, news("CLIENT_ASSIGNED", { client_id = "3" }, "50"))
	check.equal(told[#told], "assigned 3")
	check.equal(game.clients["3"].client_id, "3")
	check.equal(engine:call().body.consumed_messages[1], "50")
	engine:call().answer(200, news("CLIENT_ASSIGNED", { client_id = "3" }, "50"))
	check.equal(#told, 2)
	engine:call().answer(200, news("MESSAGE_RECEIVED", { client_id = "3", message = "hi" }, "51"))
	check.equal(told[#told], "message 3 hi")
	engine:call().answer(200, news("MATCHMAKING_FAILED", { client_id = "3", reason = "EXPIRED" }, "52"))
	check.equal(told[#told], "matchmaking_failed 3 EXPIRED")
	engine:call().answer(200, news("CLIENT_REMOVED", { client_id = "3" }, "53"))
	check.equal(told[#told], "removed 3")
	check.equal(next(game.clients), nil)
end)

check.that("each command has a function, and goes in order, one batch after the other", function()
	local game, engine = started()
	game:respond("3", { kind = "welcome" })
	local first = engine:call()
	game:set_profile("3", { wins = 1 })
	game:kick("3")
	check.equal(engine:call(), first)
	check.equal(first.body.outgoing_messages[1].qualifier, "RESPOND_CLIENT")
	first.answer(200, { incoming_messages = {} })
	local batch = engine:call().body.outgoing_messages
	check.equal(batch[1].qualifier, "SET_PROFILE")
	check.equal(batch[2].qualifier, "KICK_CLIENT")
	for name in pairs(wire.COMMANDS) do
		check.equal(type(game[name]), "function")
	end
end)

check.that("no call carries more commands than the service takes", function()
	local game, engine = started()
	game:broadcast(0)
	local first = engine:call()
	for i = 1, 1200 do
		game:broadcast(i)
	end
	first.answer(200, {})
	local counts = {}
	for _ = 1, 3 do
		local call = engine:call()
		table.insert(counts, #call.body.outgoing_messages)
		call.answer(200, {})
	end
	check.equal(table.concat(counts, " "), "500 500 200")
end)

check.that("a token that has ended is replaced", function()
	local _, engine = started()
	engine:call().answer(401, { qualifier = "WRONG_TOKEN" })
	check.equal(engine:call().operation, "create-token")
	engine:call().answer(200, { api_token = "fresh" })
	check.equal(engine:call().operation, "interchange-messages")
	check.equal(engine:call().headers.Authorization, "Bearer fresh")
	engine:call().answer(200, { api_token = "fresher", incoming_messages = {} })
	check.equal(engine:call().headers.Authorization, "Bearer fresher")
end)

check.that("it survives a restart of the service, and ends when that is gone", function()
	local game, engine, told = started()
	game:respond("3", "kept")
	for _ = 1, 4 do
		engine:call().raw(0, "")
		engine:advance(2.5)
	end
	check.equal(engine:call().body.outgoing_messages[1].body.message, "kept")
	check.equal(engine:call().body.number, 1)
	engine:call().answer(404, { qualifier = "RUNTIME_NOT_FOUND" })
	check.equal(told[#told], "lost RUNTIME_NOT_FOUND")
	check.equal(engine.exited, server.EXIT.API)
	local before = #engine.calls
	engine:advance(100)
	check.equal(#engine.calls, before)
end)

check.that("the fast connection brings text, bytes, joins and leaves", function()
	local game, engine, told = started()
	local fast = engine:line()
	fast.bring({ client_id = "3", event = "CLIENT_CONNECTED", resumed = true })
	check.equal(told[#told], "fast_joined 3 true")
	fast.bring({ client_id = "3", encoding = "TXT", message = "rock" })
	check.equal(told[#told], "fast 3 rock false")
	fast.bring({ client_id = "3", encoding = "B64", message = "b64:bytes" })
	check.equal(told[#told], "fast 3 bytes true")
	fast.bring({ client_id = "3", event = "CLIENT_LIMITED" })
	check.equal(told[#told], "fast_limited 3 false")
	fast.bring({ client_id = "3", event = "CLIENT_DISCONNECTED" })
	check.equal(told[#told], "fast_left 3 false")
	fast.bring("no JSON")
	check.equal(game:fast_to("3", "go"), true)
	check.equal(game:fast_to_all("bytes", { binary = true, droppable = true }), true)
	check.equal(game:fast_to_some({ "3", "4" }, "x"), true)
	local one, all, some = fast.sent[1].data, fast.sent[2].data, fast.sent[3].data
	check.equal(json.decode(one).clients[1], "3")
	check.equal(json.decode(one).droppable, nil)
	check.equal(json.decode(all).clients, nil)
	check.equal(json.decode(all).encoding, "B64")
	check.equal(json.decode(all).message, "b64:bytes")
	check.equal(json.decode(all).droppable, true)
	check.equal(#json.decode(some).clients, 2)
end)

check.that("a lost fast connection comes back with a new login", function()
	local game, engine = started()
	engine:line().lose(1006)
	check.equal(game:fast_to_all("x"), false)
	engine:advance(1)
	check.equal(engine:call().operation, "create-token")
	engine:call().answer(200, { api_token = "b", dispatcher_config = FAST })
	engine:line().open()
	check.equal(game:fast_to_all("x"), true)
end)

check.that("who does not come back after the fast connection was lost has left", function()
	local _, engine, told = started()
	local function connected(client_id)
		engine:line().bring({ client_id = client_id, event = "CLIENT_CONNECTED", resumed = true })
	end
	connected("3")
	connected("4")
	connected("5")
	engine:line().bring({ client_id = "5", event = "CLIENT_DISCONNECTED" })
	for _ = 1, 2 do
		engine:line().lose(1012, "Service restart")
		engine:advance(1)
		engine:call().answer(200, { api_token = "b", dispatcher_config = FAST })
		engine:line().open()
		connected("4")
		engine:advance(5)
	end
	check.equal(told[#told], "fast_joined 4 true")
	engine:advance(5)
	check.equal(told[#told], "fast_left 3 false")
	local before = #told
	engine:advance(60)
	check.equal(#told, before)
	connected("3")
	check.equal(told[#told], "fast_joined 3 true")
end)

check.that("it drains: nobody else comes in, and the last one who leaves ends it", function()
	local game, engine, told = started()
	local look = engine:call()
	look.answer(200, news("CLIENT_ASSIGNED", { client_id = "3" }, "50"))
	look = engine:call()
	game:drain()
	check.equal(engine:call().body.outgoing_messages[1].qualifier, "STOP_MATCHMAKING")
	engine:call().answer(200, {})
	check.equal(engine.exited, nil)
	look.answer(200, news("CLIENT_REMOVED", { client_id = "3" }, "51"))
	check.equal(told[#told], "stop 0")
	check.equal(engine.exited, 0)
	check.equal(engine:line().closed, true)
end)

check.that("it says what it has to say before it stops", function()
	local game, engine = started()
	game:respond("3", "bye")
	local bye = engine:call()
	game:broadcast("really")
	game:stop()
	check.equal(engine.exited, nil)
	bye.answer(200, {})
	check.equal(engine.exited, nil)
	engine:call().answer(200, {})
	check.equal(engine.exited, 0)
end)

check.that("an error in a handler does not end the process, and is told", function()
	local _, engine, told = started({
		on_message = function()
			error("broken")
		end,
	})
	engine:call().answer(200, news("MESSAGE_RECEIVED", { client_id = "3", message = "hi" }, "51"))
	check.equal(told[#told], "error HANDLER_FAILED")
	check.equal(engine:call().body.consumed_messages[1], "51")
	check.equal(engine.exited, nil)
end)

check.that("ticks of a game go on after an error in one", function()
	local game, engine, told = started()
	local count = 0
	local stop = game:every(4, function()
		count = count + 1
		error("in a tick")
	end)
	engine:advance(1)
	check.equal(count, 4)
	check.equal(told[#told], "error HANDLER_FAILED")
	stop()
	engine:advance(1)
	check.equal(count, 4)
end)

check.that("a service that cannot wait is not asked all the time", function()
	local _, engine = started()
	for _ = 1, 20 do
		engine:call().answer(200, {})
	end
	local before = #engine.calls
	engine:advance(0.3)
	check.equal(#engine.calls, before)
	check.equal(before < 10, true)
end)

check.that("a game server is told what became of its wishes", function()
	local told = {}
	local _, engine = started({
		on_matchmaking_failed = function(client, reason, body)
			table.insert(told, table.concat({ client, reason, body.detail, body.mode }, " "))
		end,
		on_matchmaking_waits = function(client, ticket)
			table.insert(told, client .. " waits with " .. ticket.ticket_id)
		end,
		on_matchmaking_listed = function(tickets)
			table.insert(told, #tickets .. " of " .. tickets[1].mode)
		end,
		on_profile = function(client, answer)
			table.insert(told, client .. " " .. answer.outcome)
		end,
		on_message_refused = function(client, reason)
			table.insert(told, client .. " " .. reason)
		end,
	})
	local failed = { client_id = "7", mode = "duel", reason = "QUEUE_FULL", detail = "3 tickets wait." }
	engine:call().answer(200, news("MATCHMAKING_FAILED", failed, "50"))
	local ticket = { client_id = "7", ticket_id = "9", clients = { "7" }, mode = "duel" }
	engine:call().answer(200, news("MATCHMAKING_WAITS", ticket, "51"))
	engine:call().answer(200, news("MATCHMAKING_LISTED", { tickets = { ticket } }, "52"))
	engine:call().answer(200, news("PROFILE_ANSWERED", { client_id = "7", outcome = "READ" }, "53"))
	engine:call().answer(200, news("MESSAGE_REFUSED", { client_id = "7", reason = "MAILBOX_FULL" }, "54"))
	local expected = "7 QUEUE_FULL 3 tickets wait. duel; 7 waits with 9; 1 of duel; 7 READ; 7 MAILBOX_FULL"
	check.equal(table.concat(told, "; "), expected)
end)

print("server " .. check.count)
