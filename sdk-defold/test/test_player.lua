-- The player over an engine that this test plays: which calls it makes, and what it does on loss.
local check = require("check")
local calls, sockets, delays = {}, {}, {}

package.loaded["omgservers.engine.defold"] = {
	http = function(request, callback)
		table.insert(calls, { url = request.url, body = json.decode(request.body), token = request.headers["Authorization"], answer = function(status, value)
			callback(status, json.encode(value))
		end, raw = callback })
	end,
	socket = function(url, protocol, handlers)
		table.insert(sockets, { url = url, protocol = protocol, handlers = handlers, sent = {} })
		return #sockets
	end,
	socket_send = function(connection, text)
		table.insert(sockets[connection].sent, text)
	end,
	socket_close = function(connection)
		sockets[connection].closed = true
	end,
	after = function(seconds, callback)
		table.insert(delays, { seconds = seconds, callback = callback })
		return #delays
	end,
	cancel = function() end,
	encode = json.encode,
	decode = function(text)
		local ok, value = pcall(json.decode, text)
		return ok and value or nil
	end,
}

local player = require("omgservers.player")

local function receive(socket, qualifier, body)
	socket.handlers.on_message(json.encode({ id = "1", qualifier = qualifier, body = body }))
end

local seen = {}
local me = player.new({
	url = "http://x",
	on_assigned = function(kind)
		table.insert(seen, "assigned " .. kind)
	end,
	on_message = function(message)
		table.insert(seen, "message " .. message)
	end,
	on_fast = function(text)
		table.insert(seen, "fast " .. text)
	end,
	on_deleted = function(reason)
		table.insert(seen, "deleted " .. reason)
	end,
	on_lost = function(problem)
		table.insert(seen, "lost " .. problem.qualifier)
	end,
})

local function last(list)
	return list[#list]
end

check.that("it signs up, signs in and enters with its token", function()
	me:sign_up(function(credentials)
		me:sign_in(credentials, function()
			me:enter("t", "p", "s", function() end)
		end)
	end)
	last(calls).answer(200, { user_id = "5", password = "secret" })
	check.equal(last(calls).body.user_id, "5")
	last(calls).answer(200, { raw_token = "abc" })
	check.equal(last(calls).token, "Bearer abc")
	check.equal(last(calls).body.stage, "s")
	last(calls).answer(200, { client_id = "9", connector_config = { connection_url = "ws://y", sec_web_socket_protocol = "a,b" } })
	check.equal(last(sockets).url, "ws://y")
end)

check.that("what is said before the socket is open is sent when it is", function()
	me:send("early")
	check.equal(#last(sockets).sent, 0)
	last(sockets).handlers.on_open()
	check.equal(json.decode(last(sockets).sent[1]).body.message, "early")
end)

check.that("it tells of lobbies and messages", function()
	receive(last(sockets), "RUNTIME_ASSIGNED", { runtime_qualifier = "LOBBY", runtime_id = "1" })
	receive(last(sockets), "MESSAGE_PRODUCED", { message = "hello" })
	check.equal(seen[1], "assigned LOBBY")
	check.equal(seen[2], "message hello")
end)

check.that("it drops the fast connection with every new runtime", function()
	local slow = last(sockets)
	receive(slow, "CONNECTION_UPGRADED", { dispatcher_config = { connection_url = "ws://z", sec_web_socket_protocol = "c" } })
	local fast = last(sockets)
	fast.handlers.on_open()
	check.equal(me:send_fast("x=1"), true)
	fast.handlers.on_message("y=2")
	check.equal(last(seen), "fast y=2")
	receive(slow, "RUNTIME_ASSIGNED", { runtime_qualifier = "MATCH", runtime_id = "2" })
	check.equal(fast.closed, true)
	check.equal(me:send_fast("x=2"), false)
end)

check.that("it resumes the same client after a lost connection", function()
	sockets[1].handlers.on_close(1006, "gone")
	last(delays).callback()
	check.equal(last(calls).url:match("[^/]+$"), "resume-client")
	check.equal(last(calls).body.client_id, "9")
	last(calls).answer(200, { connector_config = { connection_url = "ws://again", sec_web_socket_protocol = "a" } })
	check.equal(last(sockets).url, "ws://again")
end)

check.that("a page that is no problem document counts as no answer and is tried again", function()
	last(sockets).handlers.on_close(1006, "gone")
	last(delays).callback()
	local before = #delays
	last(calls).raw(404, "<html>starting</html>")
	check.equal(#delays, before + 1)
	last(delays).callback()
	last(calls).answer(404, { qualifier = "CLIENT_NOT_FOUND" })
	check.equal(last(seen), "lost CLIENT_NOT_FOUND")
end)

print("player " .. check.count)
