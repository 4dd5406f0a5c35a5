--- How a game server without a channel talks to the service: calls, of which one waits for news.
local M = {}
M.__index = M

--- How long the service may keep a look into the mailbox open while there is no news.
local WAIT_MILLIS = 15000

--- A service that does not know how to wait answers at once: after so many answers without news
-- within a second, looks are this many seconds apart.
local HASTY_LOOKS = 3
local HASTY_PAUSE = 0.4

--- So many receipts go with one call.
local RECEIPTS_MAX = 500

--- Calls that have not begun.
-- @param options engine; call(operation, body, done), which is a call of the game server; and the
-- handlers on_message(message), on_done(problem, batch) when a batch was taken or refused, on_lost(problem)
function M.new(options)
	return setmetatable({
		engine = options.engine,
		call = options.call,
		on_message = options.on_message,
		on_done = options.on_done,
		on_lost = options.on_lost,
		consumed = {},
		number = 0,
	}, M)
end

--- Begins to look for news.
function M:open()
	self.ended = false
	self:_look()
end

--- Ends it.
function M:close()
	self.ended = true
end

--- Sends commands; on_done tells how that ended, and the next batch goes after that.
function M:send(batch)
	self.number = self.number + 1
	self:_exchange(batch, 0, function(problem)
		self.on_done(problem, batch)
	end)
end

--- One exchange: commands and receipts go, messages come. Receipts are kept until they arrived.
function M:_exchange(commands, wait_millis, done)
	local receipts = {}
	for id in pairs(self.consumed) do
		if #receipts < RECEIPTS_MAX then
			table.insert(receipts, id)
		end
	end
	local body = { outgoing_messages = commands, consumed_messages = receipts, wait_millis = wait_millis }
	if #commands > 0 then
		-- A call whose answer was lost is made again, and done once.
		body.number = self.number
	end
	self.call("interchange-messages", body, function(answer, problem)
		if self.ended then
			return
		end
		if problem then
			if #commands > 0 and (problem.status == 400 or problem.status == 413) then
				done(problem)
			else
				self.on_lost(problem)
			end
			return
		end
		for _, id in ipairs(receipts) do
			self.consumed[id] = nil
		end
		local incoming = answer.incoming_messages or {}
		for _, message in ipairs(incoming) do
			self.consumed[message.id] = true
			self.on_message(message)
		end
		done(nil, #incoming > 0)
	end)
end

--- Looks for news, again and again.
function M:_look()
	if self.ended then
		return
	end
	self:_exchange({}, WAIT_MILLIS, function(_, news)
		local second = math.floor(self.engine.now())
		if news or second ~= self.second then
			self.second, self.hasty = second, 0
		end
		self.hasty = self.hasty + 1
		if self.hasty > HASTY_LOOKS then
			self.engine.after(HASTY_PAUSE, function()
				self:_look()
			end)
		else
			self:_look()
		end
	end)
end

return M
