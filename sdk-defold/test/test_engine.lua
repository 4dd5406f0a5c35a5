local check = require("check")
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")
local wire = require("omgservers.wire")

check.that("it runs on LuaJIT", function()
	check.equal(type(jit), "table")
	check.equal(_VERSION, "Lua 5.1")
end)

check.that("an empty table is written as an array, the wire's empty as an object", function()
	check.equal(engine.encode({}), "[]")
	check.equal(engine.encode(wire.empty()), '{"__object":true}')
end)

check.that("whole numbers stay whole and text stays text", function()
	check.equal(engine.encode({ 1, 2.5, "x", true }), '[1,2.5,"x",true]')
	local value = engine.decode('{"id":"25","n":3,"list":[1,{"deep":"ü"}],"none":null}')
	check.equal(value.id, "25")
	check.equal(value.n, 3)
	check.equal(value.list[2].deep, "ü")
	check.equal(value.none, nil)
end)

check.that("text that is no JSON is nil", function()
	check.equal(engine.decode("<html>"), nil)
end)

check.that("commands are written as the protocol says", function()
	local command = wire.request_matchmaking("7", "duel")
	check.equal(command.qualifier, "REQUEST_MATCHMAKING")
	check.equal(command.body.client_id, "7")
	check.equal(command.body.mode, "duel")
	check.equal(wire.upgrade("7").body.protocol, "DISPATCHER")
end)

check.that("commands about waiting clients are written as the protocol says", function()
	local wish = wire.request_matchmaking("7", "duel", { skill = 3 }, { "8" })
	check.equal(engine.encode(wish.body.party), '["8"]')
	check.equal(wish.body.attributes.skill, 3)
	check.equal(wire.cancel_matchmaking("7").body.mode, nil)
	check.equal(wire.list_matchmaking({ "7" }).body.clients[1], "7")
	check.equal(engine.encode(wire.list_matchmaking().body), '{"__object":true}')
end)

check.that("a game server is told what became of its wishes", function()
	local told = {}
	local server = require("omgservers.server")
	local game = setmetatable({
		handlers = {
			on_failed = function(client, reason, detail, mode)
				table.insert(told, table.concat({ client, reason, detail, mode }, " "))
			end,
			on_waits = function(client, ticket)
				table.insert(told, client .. " waits with " .. ticket.ticket_id)
			end,
			on_listed = function(tickets)
				table.insert(told, #tickets .. " of " .. tickets[1].mode)
			end,
		},
	}, server)
	local failed = { client_id = "7", mode = "duel", reason = "QUEUE_FULL", detail = "3 tickets wait." }
	game:_receive({ qualifier = "MATCHMAKING_FAILED", body = failed })
	local ticket = { client_id = "7", ticket_id = "9", clients = { "7" }, mode = "duel" }
	game:_receive({ qualifier = "MATCHMAKING_WAITS", body = ticket })
	game:_receive({ qualifier = "MATCHMAKING_LISTED", body = { tickets = { ticket } } })
	check.equal(table.concat(told, "; "), "7 QUEUE_FULL 3 tickets wait. duel; 7 waits with 9; 1 of duel")
end)

check.that("the log is silent until somebody listens", function()
	log.line("nobody hears %d", 1)
	local heard
	log.to(function(line)
		heard = line
	end)
	log.line("heard %d", 2)
	log.to(nil)
	check.equal(heard, "heard 2")
end)

local order = {}
engine.after(0.05, function()
	table.insert(order, "late")
	check.equal(table.concat(order, " "), "early late")
	engine.http({ url = "http://127.0.0.1:1/", method = "POST", headers = {}, body = "" }, function(status)
		check.equal(status, 0)
		print("engine " .. check.count)
	end)
end)
engine.after(0.01, function()
	table.insert(order, "early")
end)
local cancelled = engine.after(0.02, function()
	error("a cancelled timer was called")
end)
engine.cancel(cancelled)
