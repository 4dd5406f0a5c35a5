--- Which messages came already, of the latest ones: a message may come again after a lost connection.
local M = {}
M.__index = M

--- A memory for so many ids.
function M.new(limit)
	return setmetatable({ limit = limit, ids = {}, ring = {}, at = 0 }, M)
end

--- Remembers an id.
-- @return true when it is new, or has none
function M:add(id)
	if id == nil then
		return true
	end
	if self.ids[id] then
		return false
	end
	self.at = self.at % self.limit + 1
	local oldest = self.ring[self.at]
	if oldest ~= nil then
		self.ids[oldest] = nil
	end
	self.ring[self.at] = id
	self.ids[id] = true
	return true
end

return M
