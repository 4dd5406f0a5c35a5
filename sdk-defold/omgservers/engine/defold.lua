--- What the SDK needs of Defold, and the only place that calls it. For another engine, or for tests,
-- give a table with the same functions as `engine`; omgservers/engine/fake.lua is one.
local M = {}

--- Milliseconds until a WebSocket must be open.
local OPEN_MAX = 10000

--- Sends an HTTP request.
-- @param request table with url, method, headers, body
-- @param callback function(status, text, headers); status 0 means that nobody answered; names of
-- headers in lower case
function M.http(request, callback)
	http.request(request.url, request.method, function(_, _, response)
		callback(response.status, response.response or "", response.headers)
	end, request.headers, request.body)
end

--- Opens a WebSocket. Browsers let nobody set headers: the ticket is in the sub-protocol.
-- @param url where to
-- @param protocol value of Sec-WebSocket-Protocol
-- @param handlers table with on_open(), on_message(data), on_close(code, reason)
-- @return connection for socket_send and socket_close
function M.socket(url, protocol, handlers)
	return websocket.connect(url, { protocol = protocol, timeout = OPEN_MAX }, function(_, _, data)
		if data.event == websocket.EVENT_CONNECTED then
			handlers.on_open()
		elseif data.event == websocket.EVENT_MESSAGE then
			handlers.on_message(data.message)
		else
			handlers.on_close(data.code or 0, data.message or "")
		end
	end)
end

--- Sends over an open WebSocket.
-- @param connection as socket gave it
-- @param data text or bytes
-- @param binary whether it goes as bytes
function M.socket_send(connection, data, binary)
	websocket.send(connection, data, { type = binary and websocket.DATA_TYPE_BINARY or websocket.DATA_TYPE_TEXT })
end

--- Closes a WebSocket.
function M.socket_close(connection)
	websocket.disconnect(connection)
end

--- Calls back once after some seconds.
-- @return handle for cancel
function M.after(seconds, callback)
	return timer.delay(seconds, false, function()
		callback()
	end)
end

--- Forgets a callback of after.
function M.cancel(handle)
	timer.cancel(handle)
end

--- Seconds of a clock that only goes forward, with fractions.
function M.now()
	return socket.gettime()
end

--- Makes JSON text of a table.
function M.encode(value)
	return json.encode(value)
end

--- Makes a table of JSON text; nil when it is no JSON.
function M.decode(text)
	local ok, value = pcall(json.decode, text)
	if ok then
		return value
	end
	return nil
end

local NO_CRYPT = "game servers that exchange bytes need Defold's extension-crypt among the dependencies"

--- Makes Base64 of bytes.
function M.to_base64(bytes)
	return assert(crypt, NO_CRYPT).encode_base64(bytes)
end

--- Makes bytes of Base64.
function M.from_base64(text)
	return assert(crypt, NO_CRYPT).decode_base64(text)
end

--- Keeps a table under a name.
-- @return false when it could not be kept
function M.save(name, value)
	return sys.save(sys.get_save_file("omgservers", name), value)
end

--- What was kept under the name; an empty table when nothing was.
function M.load(name)
	return sys.load(sys.get_save_file("omgservers", name))
end

--- Ends the process of a game server.
function M.exit(code)
	if sys and sys.exit then
		sys.exit(code)
	else
		os.exit(code)
	end
end

return M
