--- An engine for tests: time stands still until a test moves it on, and the test answers for the
-- service. `json` must be there, as it is in Defold.
local M = {}
M.__index = M

--- An engine in which nothing has happened yet. Its functions are those of defold.lua; beside them are
-- calls, sockets and kept, for a test to look at.
function M.new()
	local self = setmetatable({ time = 0, alarms = {}, calls = {}, sockets = {}, kept = {} }, M)
	-- The SDK calls an engine with a dot, as the one of Defold is a module.
	for _, name in ipairs({ "http", "socket", "after", "save", "load", "exit" }) do
		local method = M["_" .. name]
		self[name] = function(...)
			return method(self, ...)
		end
	end
	self.now = function()
		return self.time
	end
	return self
end

function M:_http(request, callback)
	local call = { url = request.url, operation = request.url:match("[^/]+$"), headers = request.headers }
	call.body = json.decode(request.body)
	--- Answers as the service does.
	function call.answer(status, value)
		callback(status, json.encode(value), {})
	end
	--- Answers with any text, and headers.
	function call.raw(status, text, headers)
		callback(status, text, headers or {})
	end
	table.insert(self.calls, call)
end

function M:_socket(url, protocol, handlers)
	local socket = { url = url, protocol = protocol, sent = {}, closed = false }
	--- What happens to the socket.
	function socket.open()
		handlers.on_open()
	end
	function socket.bring(value)
		handlers.on_message(type(value) == "string" and value or json.encode(value))
	end
	function socket.lose(code, reason)
		handlers.on_close(code, reason or "")
	end
	table.insert(self.sockets, socket)
	return socket
end

function M.socket_send(socket, data, binary)
	table.insert(socket.sent, { data = data, binary = binary or false })
end

function M.socket_close(socket)
	socket.closed = true
end

function M:_after(seconds, callback)
	local alarm = { at = self.time + seconds, callback = callback }
	table.insert(self.alarms, alarm)
	return alarm
end

function M.cancel(alarm)
	alarm.callback = nil
end

function M:_save(name, value)
	self.kept[name] = value
	return true
end

function M:_load(name)
	return self.kept[name] or {}
end

function M:_exit(code)
	self.exited = self.exited or code
end

--- Lets time pass, and what is due happen in its order.
function M:advance(seconds)
	local target = self.time + seconds
	while true do
		local first, place
		for index, alarm in ipairs(self.alarms) do
			if alarm.at <= target and (not first or alarm.at < first.at) then
				first, place = alarm, index
			end
		end
		if not first then
			break
		end
		table.remove(self.alarms, place)
		self.time = math.max(self.time, first.at)
		if first.callback then
			first.callback()
		end
	end
	self.time = target
end

--- The latest call, or socket.
function M:call()
	return self.calls[#self.calls]
end

function M:line()
	return self.sockets[#self.sockets]
end

function M.encode(value)
	return json.encode(value)
end

function M.decode(text)
	local ok, value = pcall(json.decode, text)
	return ok and value or nil
end

--- Base64 is marked only, so that a test sees what was encoded.
function M.to_base64(bytes)
	return "b64:" .. bytes
end

function M.from_base64(text)
	return (text:gsub("^b64:", ""))
end

return M
