--- A player of the duel, whoever moves: it tells what happens, each thing once, also when connections
-- are lost in between.
local player = require("omgservers.player")

local M = {}
M.__index = M

local MOVES = { "rock", "paper", "scissors" }

local function nothing() end

--- A duelist who is nowhere yet.
-- @param options table with url; optionally engine, call_policy and resume_policy as a player has them; think(),
-- which gives the seconds before a move; choose(round), for
-- somebody who calls move() when it is decided, where there is none it is left to chance; and the handlers
-- on_lobby(runtime), on_match(runtime), on_welcome(profile), on_connected(), on_move(move),
-- on_round(number, text), on_result(won, profile), on_no_match(reason), on_over(problem)
function M.new(options)
	local self = setmetatable({ round = 0, told = 0 }, M)
	self.options = options
	self.me = player.new({
		url = options.url,
		engine = options.engine,
		call_policy = options.call_policy,
		resume_policy = options.resume_policy,
		on_assigned = function(kind, runtime)
			self:_assigned(kind, runtime)
		end,
		on_message = function(message)
			self:_message(message)
		end,
		on_matchmaking_failed = function(_, reason)
			self:_tell("on_no_match", reason)
		end,
		on_fast_open = function()
			self:_tell("on_connected")
		end,
		on_fast = function(text)
			self:_fast(text)
		end,
		on_deleted = function(reason)
			self:_tell("on_over", { qualifier = "CLIENT_DELETED", detail = reason })
		end,
		on_lost = function(problem)
			self:_tell("on_over", problem)
		end,
	})
	return self
end

function M:_tell(name, ...)
	local handler = self.options[name] or nothing
	handler(...)
end

--- Asks the lobby for a duel.
function M:play()
	self.me:send({ kind = "play" })
end

function M:_assigned(kind, runtime)
	if kind == "LOBBY" then
		self:_tell("on_lobby", runtime)
	else
		self.round, self.told = 0, 0
		self:_tell("on_match", runtime)
	end
end

function M:_message(message)
	if message.kind == "welcome" then
		self:_tell("on_welcome", message.profile)
	elseif message.kind == "result" then
		-- The last round, if the match was over before we heard of it.
		self:_fast(message.last or "")
		self:_tell("on_result", message.won, message.profile)
	elseif message.kind == "no_match" then
		self:_tell("on_no_match", message.reason)
	end
end

function M:_fast(text)
	local go = tonumber(text:match("^go (%d+)$"))
	if go then
		self:_go(go)
		return
	end
	local number, result = text:match("^round (%d+) (.+)$")
	number = tonumber(number)
	if number and number > self.told then
		self.told = number
		self:_tell("on_round", number, result)
	end
end

--- The same move again, when the server asks again as it does not know it.
function M:_go(round)
	if round < self.round then
		return
	end
	if round > self.round then
		self.round, self.move_of_round = round, nil
		if self.options.choose then
			self.options.choose(round)
			return
		end
		self:_decide(MOVES[math.random(#MOVES)])
	end
	if self.options.think then
		self.me.engine.after(self.options.think(), function()
			self:_say(round)
		end)
	else
		self:_say(round)
	end
end

function M:_decide(move)
	self.move_of_round = move
	self:_tell("on_move", move)
end

function M:_say(round)
	if round == self.round and self.move_of_round then
		self.me:send_fast(string.format("move %d %s", round, self.move_of_round))
	end
end

--- Makes a move in the round that was asked for; only the first one counts.
function M:move(move)
	if self.round > 0 and not self.move_of_round then
		self:_decide(move)
		self:_say(self.round)
	end
end

return M
