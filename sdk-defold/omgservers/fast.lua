--- The fast connection of a game server: one socket for all of its clients, each of which sends and
-- gets plain text or bytes on its own.
local guard = require("omgservers.guard")
local line = require("omgservers.line")
local log = require("omgservers.log")
local retry = require("omgservers.retry")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- When the connection was lost, who is not told of again so many seconds after it is back has left.
M.BACK_WITHIN = 10

--- A connection that is still closed.
-- @param engine what runs the SDK
-- @param handlers on_fast, on_fast_joined, on_fast_left, on_fast_limited
-- @param renew function(callback) that asks for a fresh address
function M.new(engine, handlers, renew)
	local self = setmetatable({ engine = engine, handlers = handlers, here = {}, missing = {} }, M)
	self.line = line.new({
		engine = engine,
		name = "fast connection",
		policy = handlers.resume_policy or retry.SERVER,
		renew = renew,
		on_open = function()
			self:_await_all()
		end,
		on_down = function()
			self:_miss_all()
		end,
		on_data = function(data)
			self:_receive(engine.decode(data))
		end,
		on_lost = function(problem)
			log.error("the fast connection is over: %s", tostring(problem.detail or problem.qualifier))
		end,
	})
	return self
end

--- Opens the connection; it is opened again when it is lost.
function M:open(config)
	self.line:open(config)
end

--- Closes the connection for good.
function M:close()
	self:_wait_no_more()
	self.line:close()
end

function M:_wait_no_more()
	if self.alarm then
		self.engine.cancel(self.alarm)
		self.alarm = nil
	end
end

--- Another instance of the service, or the same one after its restart, knows nobody of before: whoever is
-- there is told of again, and nobody tells of who is not.
function M:_miss_all()
	self:_wait_no_more()
	for client_id in pairs(self.here) do
		self.missing[client_id] = true
	end
end

function M:_await_all()
	if next(self.missing) == nil then
		return
	end
	self.alarm = self.engine.after(M.BACK_WITHIN, function()
		local gone = self.missing
		self.alarm, self.missing = nil, {}
		for client_id in pairs(gone) do
			self.here[client_id] = nil
			guard.call(self.handlers, "on_fast_left", client_id, false)
		end
	end)
end

--- Sends to these clients, or to all when nil.
-- @return false when the connection is not open
function M:send(clients, data, options)
	local binary = options and options.binary
	local text = binary and self.engine.to_base64(data) or data
	local envelope = wire.envelope(clients, text, binary and "B64" or "TXT", options and options.droppable)
	return self.line:send(self.engine.encode(envelope))
end

--- What each kind of event is called.
local EVENTS = {
	CLIENT_CONNECTED = "on_fast_joined",
	CLIENT_DISCONNECTED = "on_fast_left",
	CLIENT_LIMITED = "on_fast_limited",
}

function M:_receive(envelope)
	if type(envelope) ~= "table" then
		log.warning("the fast connection brought what is no envelope")
	elseif envelope.event then
		local name = EVENTS[envelope.event]
		if envelope.event ~= "CLIENT_LIMITED" and envelope.client_id then
			self.here[envelope.client_id] = envelope.event == "CLIENT_CONNECTED" or nil
			self.missing[envelope.client_id] = nil
		end
		if name then
			guard.call(self.handlers, name, envelope.client_id, envelope.resumed or false)
		end
	elseif envelope.encoding == "B64" then
		guard.call(self.handlers, "on_fast", envelope.client_id, self.engine.from_base64(envelope.message), true)
	else
		guard.call(self.handlers, "on_fast", envelope.client_id, envelope.message, false)
	end
end

return M
