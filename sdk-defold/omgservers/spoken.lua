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
		received = {},
		seen = seen.new(SEEN_MAX),
	}, M)
end

--- Gives a message its number and keeps it until it was taken.
-- @return its text; nil when too many wait
function M:say(value)
	if #self.waiting >= self.limit then
		if self.answered then
			return nil
		end
		-- Another service, which never says what it has taken.
		table.remove(self.waiting, 1)
	end
	self.number = self.number + 1
	local text = self.engine.encode(wire.produce(value, self.number))
	table.insert(self.waiting, { number = self.number, text = text })
	return text
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
-- @return whether it is new, and the text that confirms it; messages without an id are neither kept nor confirmed
function M:hear(id)
	if not id then
		return true, nil
	end
	table.insert(self.received, id)
	if #self.received > RECEIVED_MAX then
		table.remove(self.received, 1)
	end
	return self.seen:add(id), self.engine.encode(wire.consume({ id }))
end

--- What a new connection begins with: the ids that came over those before, as nobody knows which receipts
-- arrived, then what was not taken.
function M:opening()
	local texts = { self.engine.encode(wire.consume(self.received)) }
	for _, message in ipairs(self.waiting) do
		table.insert(texts, message.text)
	end
	return texts
end

return M
