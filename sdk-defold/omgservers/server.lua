--- A game server: what runs as a lobby or a match. It finds its identity in the environment, reads its
-- mailbox, sends commands, and talks through the fast connection to clients that it upgraded.
local channel = require("omgservers.channel")
local exchange = require("omgservers.exchange")
local fast = require("omgservers.fast")
local guard = require("omgservers.guard")
local log = require("omgservers.log")
local seen = require("omgservers.seen")
local session = require("omgservers.session")
local ticks = require("omgservers.ticks")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- States of a game server.
M.NEW = "NEW"
M.READY = "READY"
M.DRAINING = "DRAINING"
M.STOPPED = "STOPPED"

--- Exit codes of the process; what the platform shows when it has ended.
M.EXIT = { DONE = 0, ENVIRONMENT = session.INCOMPLETE, TOKEN = 2, API = 4 }

--- Messages that came are remembered, so many, as they come again until their receipt has arrived.
local SEEN_MAX = 4096

--- So many commands go with one call.
local BATCH_MAX = 500

--- The game server of this process.
-- @param options table with optionally engine, call_policy and resume_policy as in retry.lua, and
-- channel, false for a game server that shall make calls in place of opening a socket; and handlers, each
-- of which may be absent: on_ready(), on_created(config), on_assigned(client), on_removed(client_id),
-- on_message(client_id, message), on_matchmaking_failed(client_id, reason, body),
-- on_matchmaking_waits(client_id, body), on_matchmaking_listed(tickets),
-- on_profile(client_id, answer), on_message_refused(client_id, reason),
-- on_fast(client_id, data, binary), on_fast_joined(client_id, resumed), on_fast_left(client_id),
-- on_fast_limited(client_id), on_refused(problem, command) for a command that was not taken,
-- on_event(qualifier, body) for all that comes, on_stop(code),
-- on_error(problem) for an error in another handler, on_lost(problem) when the service is gone, after
-- which the process ends
function M.new(options)
	local engine = options.engine or require("omgservers.engine.defold")
	local self = setmetatable({ engine = engine, handlers = options, state = M.NEW }, M)
	self.session = session.new(engine, options.call_policy)
	--- Who this is, and LOBBY or MATCH.
	self.id, self.kind = self.session.id, self.session.kind
	--- The clients that are here, by id, as on_assigned got them.
	self.clients = {}
	self.outgoing, self.alone, self.seen = {}, 0, seen.new(SEEN_MAX)
	self.fast = fast.new(engine, options, self.session:renewal("dispatcher_config"))
	return self
end

function M:_tell(name, ...)
	return guard.call(self.handlers, name, ...)
end

--- Logs in and begins to work; handlers are called from now on.
function M:start()
	self.session:log_in(function(answer, problem)
		if problem then
			self:_lost(problem, M.EXIT.TOKEN)
			return
		end
		self.state = M.READY
		self.fast:open(answer.dispatcher_config)
		self:_open(answer.channel_config)
		self:_tell("on_ready")
		self:_flush()
	end)
end

--- Lets nobody else come in; the process ends when the last client has gone.
function M:drain()
	if self.state == M.READY then
		self.state = M.DRAINING
		if self.kind == wire.MATCH then
			self:stop_matchmaking()
		end
		self:_end_when_empty()
	end
end

function M:_end_when_empty()
	if self.state == M.DRAINING and next(self.clients) == nil then
		self:stop(M.EXIT.DONE)
	end
end

--- Sends what waits to be sent, and ends the process.
-- @param code exit code; EXIT.DONE when left out
function M:stop(code)
	if self.stopping or self.state == M.STOPPED then
		return
	end
	self.stopping = code or M.EXIT.DONE
	self:_flush()
	self:_stop_when_said()
end

function M:_stop_when_said()
	if self.stopping and not self.flushing then
		self.state = M.STOPPED
		self:_tell("on_stop", self.stopping)
		self:_close()
		self.engine.exit(self.stopping)
	end
end

--- Without its service a game server can do nothing: it ends, and the platform starts another one.
function M:_lost(problem, code)
	if self.state ~= M.STOPPED then
		self.state = M.STOPPED
		log.error("lost: %s %s", tostring(problem.qualifier), tostring(problem.detail))
		self:_tell("on_lost", problem)
		self:_close()
		self.engine.exit(code)
	end
end

--- Calls a handler at a fixed rate: on_tick(seconds, number), with seconds always 1 / rate. When the
-- process was late, ticks are made up for, a few at most.
-- @param rate ticks in a second
-- @param on_tick function(seconds, number)
-- @return function() that ends it
function M:every(rate, on_tick)
	return ticks.start(self.engine, rate, function(seconds, number)
		guard.call({ on_tick = on_tick, on_error = self.handlers.on_error }, "on_tick", seconds, number)
	end)
end

--- Sends a command; wire.lua makes them. Commands arrive in order.
function M:send(command)
	table.insert(self.outgoing, command)
	self:_flush()
end

for name, make in pairs(wire.COMMANDS) do
	--- Each command of wire.lua is a function here, too.
	M[name] = function(self, ...)
		self:send(make(...))
	end
end

--- A service that knows channels offers one; others are asked for news by calls.
function M:_open(channel_config)
	local options = {
		engine = self.engine,
		policy = self.handlers.resume_policy,
		call = function(...)
			self.session:call(...)
		end,
		renew = self.session:renewal("channel_config"),
		on_token = function(token)
			self.session:renew(token)
		end,
		on_message = function(message)
			if self.seen:add(message.id) then
				self:_receive(message)
			end
		end,
		on_done = function(problem, batch)
			self:_done(problem, batch)
		end,
		on_lost = function(problem)
			self:_lost(problem, M.EXIT.API)
		end,
	}
	local channelled = channel_config ~= nil and self.handlers.channel ~= false
	self.mail = channelled and channel.new(options) or exchange.new(options)
	self.mail:open(channel_config)
end

function M:_close()
	self.fast:close()
	if self.mail then
		self.mail:close()
	end
end

--- Commands go in batches, one after the other.
function M:_flush()
	local works = self.state == M.READY or self.state == M.DRAINING
	if self.flushing or #self.outgoing == 0 or not works then
		return
	end
	self.flushing = true
	local count = BATCH_MAX
	if self.alone > 0 then
		count, self.alone = 1, self.alone - 1
	end
	local batch, rest = {}, {}
	for at, command in ipairs(self.outgoing) do
		table.insert(at <= count and batch or rest, command)
	end
	self.outgoing = rest
	self.mail:send(batch)
end

--- When one command is wrong nothing of its batch is done: the others go again, each by itself.
function M:_done(problem, batch)
	self.flushing = false
	if problem and #batch > 1 then
		for at, command in ipairs(batch) do
			table.insert(self.outgoing, at, command)
		end
		self.alone = #batch
	elseif problem then
		log.error("a command was refused: %s", tostring(problem.detail))
		self:_tell("on_refused", problem, batch[1])
	end
	self:_flush()
	self:_stop_when_said()
end

--- What each kind of message does.
local RECEIVE = {
	[wire.RUNTIME_CREATED] = function(self, body)
		self.config = body.runtime_config
		self:_tell("on_created", body.runtime_config)
	end,
	[wire.CLIENT_ASSIGNED] = function(self, body)
		self.clients[body.client_id] = body
		self:_tell("on_assigned", body)
	end,
	[wire.CLIENT_REMOVED] = function(self, body)
		self.clients[body.client_id] = nil
		self:_tell("on_removed", body.client_id)
		self:_end_when_empty()
	end,
	[wire.MESSAGE_RECEIVED] = function(self, body)
		self:_tell("on_message", body.client_id, body.message)
	end,
	[wire.MATCHMAKING_FAILED] = function(self, body)
		self:_tell("on_matchmaking_failed", body.client_id, body.reason, body)
	end,
	[wire.MATCHMAKING_WAITS] = function(self, body)
		self:_tell("on_matchmaking_waits", body.client_id, body)
	end,
	[wire.PROFILE_ANSWERED] = function(self, body)
		self:_tell("on_profile", body.client_id, body)
	end,
	[wire.MESSAGE_REFUSED] = function(self, body)
		self:_tell("on_message_refused", body.client_id, body.reason)
	end,
	[wire.MATCHMAKING_LISTED] = function(self, body)
		self:_tell("on_matchmaking_listed", body.tickets)
	end,
}

function M:_receive(message)
	log.debug("received %s", tostring(message.qualifier))
	self:_tell("on_event", message.qualifier, message.body)
	local receive = RECEIVE[message.qualifier]
	if receive then
		receive(self, message.body)
	end
end

--- Sends through the fast connection to one client.
-- @param client_id who
-- @param data text or bytes
-- @param options table with optionally binary, for bytes, and droppable, for what newer messages
-- replace when the client is slow
-- @return false when there is no fast connection at the moment
function M:fast_to(client_id, data, options)
	return self.fast:send({ client_id }, data, options)
end

--- The same to some clients.
function M:fast_to_some(clients, data, options)
	return self.fast:send(clients, data, options)
end

--- The same to all who are connected.
function M:fast_to_all(data, options)
	return self.fast:send(nil, data, options)
end

return M
