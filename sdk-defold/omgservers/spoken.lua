--- What a player said that nobody took yet, and what it heard: with both, a connection goes on where the
-- one before was lost, and nothing is lost or comes twice.
local seen = require("omgservers.seen")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- Messages that came are remembered, so many, as they may come again.
local SEEN_MAX = 1024

--- So many messages can be unconfirmed at once.
local RECEIVED_MAX = 256

--- Nothing was said yet.
-- @param engine what runs the SDK
-- @param limit so many messages may wait
function M.new(engine, limit)
	return setmetatable({
		engine = engine,
		limit = limit,
		number = 0,
		waiting = {},
		sent = 0,
		received = {},
		unconfirmed = {},
		seen = seen.new(SEEN_MAX),
	}, M)
end

--- Gives a message its number and keeps it until it was taken.
-- @return false when too many wait
function M:say(value)
	if #self.waiting >= self.limit then
		if self.answered then
			return false
		end
		-- Another service, which never says what it has taken.
		table.remove(self.waiting, 1)
	end
	self.number = self.number + 1
	local text = self.engine.encode(wire.produce(value, self.number))
	table.insert(self.waiting, { number = self.number, text = text })
	return true
end

--- The service takes no message as large as one of these: the largest goes, or it would end each connection.
function M:drop_largest()
	local largest
	for at, message in ipairs(self.waiting) do
		if not largest or #message.text > #self.waiting[largest].text then
			largest = at
		end
	end
	if largest then
		table.remove(self.waiting, largest)
	end
	return largest ~= nil
end

--- All up to this number was taken.
function M:taken(number)
	self.answered = true
	while self.waiting[1] and self.waiting[1].number <= number do
		table.remove(self.waiting, 1)
	end
end

--- A message came.
-- @return whether it is new, and whether it is to be confirmed; messages without an id are neither kept nor confirmed
function M:hear(id)
	if not id then
		return true, false
	end
	table.insert(self.received, id)
	if #self.received > RECEIVED_MAX then
		table.remove(self.received, 1)
	end
	table.insert(self.unconfirmed, id)
	return self.seen:add(id), true
end

--- The next thing to be sent names the ids that came over earlier connections, too, as nobody knows which
-- receipts arrived; then follows all that was not taken.
-- @param again whether it is the same connection, on which something was dropped
function M:begin(again)
	self.sent = 0
	self.unconfirmed, self.due = {}, false
	self.first = self.engine.encode(wire.consume(self.received, again))
end

--- The receipts are to go.
function M:confirm()
	self.due = #self.unconfirmed > 0
end

function M:_unsent()
	for _, message in ipairs(self.waiting) do
		if message.number > self.sent then
			return message
		end
	end
end

--- Whether there is something to be sent.
function M:has_next()
	return self.first ~= nil or self.due or self:_unsent() ~= nil
end

--- The text that is to be sent next.
function M:next()
	local text
	if self.first then
		text, self.first = self.first, nil
	elseif self.due then
		text = self.engine.encode(wire.consume(self.unconfirmed))
		self.unconfirmed, self.due = {}, false
	else
		local message = self:_unsent()
		text, self.sent = message.text, message.number
	end
	return text
end

return M
