--- How a game server talks to the service over a socket of its own: what is on its way when the
-- connection is lost arrives afterwards, in order, and nothing twice.
local line = require("omgservers.line")
local log = require("omgservers.log")
local retry = require("omgservers.retry")

local M = {}
M.__index = M

--- So many messages can be unconfirmed at once.
local RECEIVED_MAX = 256

--- A channel that is still closed.
-- @param options engine; policy, as in retry.lua; renew(callback), which asks for a fresh address; and
-- the handlers on_message(message), on_done(problem, batch) when a batch was taken or refused,
-- on_token(token), on_lost(problem)
function M.new(options)
	local self = setmetatable({
		engine = options.engine,
		on_message = options.on_message,
		on_done = options.on_done,
		on_token = options.on_token,
		number = 0,
		received = {},
	}, M)
	self.line = line.new({
		engine = options.engine,
		name = "channel",
		policy = options.policy or retry.SERVER,
		renew = options.renew,
		on_open = function()
			self:_begin()
		end,
		on_data = function(data)
			self:_receive(self.engine.decode(data))
		end,
		on_down = function(code)
			self:_down(code)
		end,
		on_lost = options.on_lost,
	})
	return self
end

--- Opens the channel; it is opened again when it is lost.
function M:open(config)
	self.line:open(config)
end

--- Closes the channel for good.
function M:close()
	self.line:close()
end

--- Sends commands; on_done tells how that ended, and the next batch goes after that.
function M:send(batch)
	self.number = self.number + 1
	self.batch = batch
	self:_say()
end

--- The batch goes under its number, again after a lost connection, and is done once.
function M:_say()
	self.line:send(self.engine.encode({ number = self.number, outgoing_messages = self.batch }))
end

--- What is too large would close the next connection, too: it is refused.
function M:_down(code)
	local batch = self.batch
	if code == line.TOO_LARGE and batch then
		self.batch = nil
		local detail = "The commands are larger than what the service takes in one frame."
		self.on_done({ qualifier = "TOO_LARGE", title = "too large", status = 413, detail = detail }, batch)
	end
end

--- The first frame of a connection names what came over those before.
function M:_begin()
	self.line:send(self.engine.encode({ consumed_messages = self.received }))
	if self.batch then
		self:_say()
	end
end

function M:_receive(frame)
	if type(frame) ~= "table" then
		log.warning("the channel brought what is no frame")
		return
	end
	if frame.api_token then
		self.on_token(frame.api_token)
	end
	local incoming = frame.incoming_messages or {}
	local ids = {}
	for _, message in ipairs(incoming) do
		table.insert(ids, message.id)
		self:_remember(message.id)
	end
	if #ids > 0 then
		self.line:send(self.engine.encode({ consumed_messages = ids }))
	end
	for _, message in ipairs(incoming) do
		self.on_message(message)
	end
	if self.batch and frame.number and tonumber(frame.number) == self.number then
		local batch = self.batch
		self.batch = nil
		self.on_done(frame.refused, batch)
	elseif frame.refused then
		log.error("the channel was refused a frame: %s", tostring(frame.refused.detail))
	end
end

--- The latest ids, also those of earlier connections: nobody knows which receipts arrived.
function M:_remember(id)
	table.insert(self.received, id)
	if #self.received > RECEIVED_MAX then
		table.remove(self.received, 1)
	end
end

return M
