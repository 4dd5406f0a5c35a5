--- The only place that calls the engine. A game in another engine replaces this file.
local M = {}

--- Sends an HTTP request.
-- @param request table with url, method, headers, body
-- @param callback function(status, text); status 0 means that nobody answered
function M.http(request, callback)
	http.request(request.url, request.method, function(_, _, response)
		callback(response.status, response.response)
	end, request.headers, request.body)
end

--- Opens a WebSocket.
-- @param url where to
-- @param protocol value of Sec-WebSocket-Protocol
-- @param handlers table with on_open(), on_message(text), on_close(code, reason)
-- @return connection for socket_send and socket_close
function M.socket(url, protocol, handlers)
	return websocket.connect(url, { protocol = protocol, timeout = 5000 }, function(_, _, data)
		if data.event == websocket.EVENT_CONNECTED then
			handlers.on_open()
		elseif data.event == websocket.EVENT_MESSAGE then
			handlers.on_message(data.message)
		else
			handlers.on_close(data.code, data.message)
		end
	end)
end

--- Sends text over an open WebSocket.
function M.socket_send(connection, text)
	websocket.send(connection, text, { type = websocket.DATA_TYPE_TEXT })
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

return M
