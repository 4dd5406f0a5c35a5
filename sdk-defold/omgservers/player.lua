--- A player: signs up or in, gets a client on a stage, talks to lobbies and matches.
--
-- Each call takes a callback function(answer, problem), of which exactly one is nil, or returns both
-- inside async.run. A problem is a table with qualifier, status, title and detail.
local account = require("omgservers.account")
local async = require("omgservers.async")
local guard = require("omgservers.guard")
local line = require("omgservers.line")
local log = require("omgservers.log")
local paced = require("omgservers.paced")
local retry = require("omgservers.retry")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- States of the connection to the service.
M.DISCONNECTED = "DISCONNECTED"
M.CONNECTING = "CONNECTING"
M.CONNECTED = "CONNECTED"
M.RESUMING = "RESUMING"

--- So many messages wait while there is no connection; send refuses what is more.
M.WAITING_MAX = 256

--- With this sub-protocol the service sends again what was not confirmed, and takes what has a number once.
local RESUME = "omgservers.resume.v1,"

--- After these close codes the service does not want the client back.
local FINAL = { [1000] = true, [4001] = true, [4003] = true }

--- The same for the fast connection, which is over also when its match is.
local FAST_FINAL = { [1000] = true, [1001] = true, [4001] = true, [4003] = true }

local function resumable(config)
	return {
		connection_url = config.connection_url,
		sec_web_socket_protocol = RESUME .. config.sec_web_socket_protocol,
	}
end

--- A player of the service at this address.
-- @param options table with url; optionally engine, call_policy and resume_policy as in retry.lua; and
-- handlers, each of which may be absent: on_state(state, before), on_greeted(body),
-- on_assigned(kind, runtime) with kind LOBBY or MATCH, on_message(message),
-- on_matchmaking_failed(mode, reason), on_refused(problem) for a message that was not taken,
-- on_fast_open(), on_fast(data), on_fast_down(code, reason), on_deleted(reason),
-- on_lost(problem) when the connection is given up, on_event(qualifier, body) for all that comes,
-- on_error(problem) for an error in another handler
function M.new(options)
	local engine = options.engine or require("omgservers.engine.defold")
	local self = setmetatable({ engine = engine, handlers = options, state = M.DISCONNECTED }, M)
	self:_begin()
	self.account = account.new(engine, options.url, options.call_policy)
	self.line = line.new({
		engine = engine,
		name = "connection",
		policy = options.resume_policy or retry.PLAYER,
		renew = function(callback)
			self:_resume(callback)
		end,
		on_open = function()
			self:_opened()
		end,
		on_data = function(data)
			self:_receive(engine.decode(data))
		end,
		on_down = function(code)
			if code == line.TOO_LARGE and self.paced.spoken:drop_largest() then
				local detail = "A message was larger than what the service takes."
				self:_tell("on_refused", { qualifier = "TOO_LARGE", title = "too large", status = 413, detail = detail })
			end
			self.paced:stop()
			self:_become(M.RESUMING)
		end,
		on_lost = function(problem)
			self:_lost(problem)
		end,
		keeps = function(code)
			return not (FINAL[code] or self.deleted)
		end,
	})
	return self
end

--- Nothing was said or heard yet.
function M:_begin()
	self.paced = paced.new(self.engine, M.WAITING_MAX, function(text)
		self.line:send(text)
	end)
end

function M:_tell(name, ...)
	return guard.call(self.handlers, name, ...)
end

function M:_become(state)
	local before = self.state
	if before ~= state then
		self.state = state
		self:_tell("on_state", state, before)
	end
end

--- Whether the service answers, and how fast.
-- @return seconds there and back
function M:ping(callback)
	return self.account:ping(callback)
end

--- Makes a new user.
-- @return credentials with user_id and password, for sign_in
function M:sign_up(callback)
	return self.account:sign_up(callback)
end

--- Signs a user in.
-- @param credentials as sign_up gave them
-- @return the answer of the service
function M:sign_in(credentials, callback)
	return self.account:sign_in(credentials, callback)
end

--- Signs in as the user of this device; the first time as a new one, who is remembered.
-- @param name of the game, under which the credentials are kept on the device
-- @return the credentials
function M:log_in(name, callback)
	return self.account:log_in(name, callback)
end

--- Forgets the user of this device; who logs in next is a new one.
function M:forget(name)
	self.account:forget(name)
end

--- Gets a client on the stage and connects it; an earlier client of this player is left.
-- @return the id of the client
function M:enter(tenant, project, stage, callback)
	return async.await(function(done)
		self:leave()
		self:_become(M.CONNECTING)
		self.entering = {}
		local entering = self.entering
		local body = { tenant = tenant, project = project, stage = stage }
		self.account:call("create-client", body, function(answer, problem)
			if self.entering ~= entering then
				done(nil, { qualifier = "LEFT", title = "left", status = 0, detail = "The player left meanwhile." })
			elseif problem then
				self:_become(M.DISCONNECTED)
				done(nil, problem)
			else
				self.client_id, self.deleted = answer.client_id, nil
				self.line:open(resumable(answer.connector_config))
				done(answer.client_id, nil)
			end
		end)
	end, callback)
end

--- Sends a message to the lobby or match that the player is in: any JSON value. Without a
-- connection it waits for one; what was on its way when one was lost goes again.
-- @return false when too many wait already
function M:send(value)
	return self.paced:say(value)
end

--- Sends through the fast connection.
-- @param data text or bytes
-- @param binary whether it goes as bytes
-- @return false when there is none at the moment
function M:send_fast(data, binary)
	return self.fast ~= nil and self.fast:send(data, binary)
end

--- Ends all connections; what waited to be sent is dropped.
function M:leave()
	self.entering = nil
	self.paced:stop()
	self:_begin()
	self:_close_fast()
	self.line:close()
	self:_become(M.DISCONNECTED)
end

function M:_opened()
	self:_become(M.CONNECTED)
	self.paced:begin()
end

--- The same client, so that nothing that was sent to it meanwhile is lost.
function M:_resume(callback)
	self.account:call("resume-client", { client_id = self.client_id }, function(answer, problem)
		callback(answer and resumable(answer.connector_config), problem)
	end)
end

function M:_lost(problem)
	self:_close_fast()
	self:_become(M.DISCONNECTED)
	if not self.deleted then
		self:_tell("on_lost", problem)
	end
end

--- What each kind of message does.
local RECEIVE = {
	[wire.CLIENT_GREETED] = function(self, body)
		self:_tell("on_greeted", body)
	end,
	[wire.RUNTIME_ASSIGNED] = function(self, body)
		self:_close_fast()
		self.runtime = body
		self:_tell("on_assigned", body.runtime_qualifier, body)
	end,
	[wire.MESSAGE_PRODUCED] = function(self, body)
		self:_tell("on_message", body.message)
	end,
	[wire.CONNECTION_UPGRADED] = function(self, body)
		self:_open_fast(body.dispatcher_config)
	end,
	[wire.CLIENT_DELETED] = function(self, body)
		self.deleted = true
		self:_tell("on_deleted", body.reason)
	end,
	[wire.MATCHMAKING_FAILED] = function(self, body)
		self:_tell("on_matchmaking_failed", body.mode, body.reason)
	end,
	[wire.MESSAGES_TAKEN] = function(self, body)
		self.paced.spoken:taken(tonumber(body.number))
	end,
	[wire.MESSAGES_DROPPED] = function(self, body)
		self.paced:again((tonumber(body.pause_millis) or 1000) / 1000)
	end,
	[wire.TOKEN_RENEWED] = function(self, body)
		self.account.api.token = body.raw_token
	end,
	[wire.MESSAGE_REFUSED] = function(self, body)
		log.warning("a message was refused: %s", tostring(body.detail))
		self:_tell("on_refused", body)
	end,
}

function M:_receive(message)
	if type(message) ~= "table" or type(message.body) ~= "table" then
		log.warning("the service sent what is no message")
		return
	end
	if not self.paced:hear(message.id) then
		return
	end
	log.debug("received %s", tostring(message.qualifier))
	self:_tell("on_event", message.qualifier, message.body)
	local receive = RECEIVE[message.qualifier]
	if receive then
		receive(self, message.body)
	end
end

function M:_open_fast(config)
	self:_close_fast()
	self.fast = line.new({
		engine = self.engine,
		name = "fast connection",
		policy = self.handlers.resume_policy or retry.PLAYER,
		-- The ticket is good for a minute; later the game server has to upgrade the client again.
		renew = function(callback)
			callback(config, nil)
		end,
		on_open = function()
			self:_tell("on_fast_open")
		end,
		on_data = function(data)
			self:_tell("on_fast", data)
		end,
		on_down = function(code, reason)
			self:_tell("on_fast_down", code, reason)
		end,
		on_lost = function(problem)
			self.fast = nil
			self:_tell("on_fast_down", problem.status, problem.detail)
		end,
		keeps = function(code)
			return not FAST_FINAL[code]
		end,
	})
	self.fast:open(config)
end

function M:_close_fast()
	local fast = self.fast
	self.fast = nil
	if fast then
		fast:close()
	end
end

return M
