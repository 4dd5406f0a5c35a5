--- Sends what a player has to say, and the receipts, no faster than the service takes them: what goes
-- beyond its limits is dropped there, and all after it has to be said again.
local spoken = require("omgservers.spoken")

local M = {}
M.__index = M

--- A little less than what the service allows when nobody has set it otherwise.
M.PER_SECOND = 80
M.BURST = 150

--- Receipts wait for so many seconds for others, to go with them in one frame; what was too much waits as long.
M.PAUSE = 0.05

--- Nothing was said or heard yet, and nothing is sent before the connection begins.
-- @param engine what runs the SDK
-- @param limit so many messages may wait
-- @param send send(text), which sends over the connection
function M.new(engine, limit, send)
	return setmetatable({
		engine = engine,
		spoken = spoken.new(engine, limit),
		send = send,
		open = false,
		frames = M.BURST,
		since = engine.now(),
	}, M)
end

--- Sends a message as soon as it may go.
-- @return false when too many wait
function M:say(value)
	local kept = self.spoken:say(value)
	self:_pump()
	return kept
end

--- A new connection is open.
function M:begin()
	self.frames, self.since = M.BURST, self.engine.now()
	self:_begin(false)
end

--- The connection is gone.
function M:stop()
	self.open = false
	for _, name in ipairs({ "alarm", "receipts" }) do
		if self[name] then
			self.engine.cancel(self[name])
			self[name] = nil
		end
	end
end

--- The service dropped something: after this many seconds all that it did not take is said again.
function M:again(seconds)
	self:stop()
	self.alarm = self.engine.after(seconds, function()
		self.alarm = nil
		self.frames, self.since = math.min(self.frames, M.PER_SECOND / 2), self.engine.now()
		self:_begin(true)
	end)
end

function M:_begin(again)
	self.open = true
	self.spoken:begin(again)
	self:_pump()
end

--- A message came: its receipt goes soon.
-- @return whether it is new
function M:hear(id)
	local fresh, confirmed = self.spoken:hear(id)
	if confirmed and self.open and not self.receipts then
		self.receipts = self.engine.after(M.PAUSE, function()
			self.receipts = nil
			self.spoken:confirm()
			self:_pump()
		end)
	end
	return fresh
end

--- Sends what may go now; the rest follows by itself.
function M:_pump()
	while self.open and not self.alarm and self.spoken:has_next() do
		local now = self.engine.now()
		self.frames = math.min(M.BURST, self.frames + (now - self.since) * M.PER_SECOND)
		self.since = now
		if self.frames < 1 then
			self.alarm = self.engine.after(M.PAUSE, function()
				self.alarm = nil
				self:_pump()
			end)
			return
		end
		self.frames = self.frames - 1
		self.send(self.spoken:next())
	end
end

return M
