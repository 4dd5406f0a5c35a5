--- The fast connection of a game server: one socket for all of its clients, each of which sends and
-- gets plain text or bytes on its own.
local guard = require("omgservers.guard")
local line = require("omgservers.line")
local log = require("omgservers.log")
local retry = require("omgservers.retry")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- A connection that is still closed.
-- @param engine what runs the SDK
-- @param handlers on_fast, on_fast_joined, on_fast_left, on_fast_limited
-- @param renew function(callback) that asks for a fresh address
function M.new(engine, handlers, renew)
	local self = setmetatable({ engine = engine, handlers = handlers }, M)
	self.line = line.new({
		engine = engine,
		name = "fast connection",
		policy = handlers.resume_policy or retry.SERVER,
		renew = renew,
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
	self.line:close()
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
