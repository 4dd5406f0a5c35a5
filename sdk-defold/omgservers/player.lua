--- A player: signs up or in, gets a client on a stage, talks to lobbies and matches.
local api = require("omgservers.api")
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- States of the connection to the service.
M.DISCONNECTED = "DISCONNECTED"
M.CONNECTING = "CONNECTING"
M.CONNECTED = "CONNECTED"
M.CLOSING = "CLOSING"

--- Seconds before each further try to resume a lost connection.
local RESUME_PAUSES = { 0.2, 0.5, 1, 2, 3, 4, 5, 5 }

local function nothing() end

--- A player of the service at this address.
-- @param options table with url and the handlers on_assigned(kind, runtime), on_message(message),
-- on_fast_open(), on_fast(text), on_deleted(reason), on_lost(problem); each may be absent
function M.new(options)
	local self = setmetatable({}, M)
	self.api = api.new(options.url, "player")
	self.state = M.DISCONNECTED
	self.on_assigned = options.on_assigned or nothing
	self.on_message = options.on_message or nothing
	self.on_fast_open = options.on_fast_open or nothing
	self.on_fast = options.on_fast or nothing
	self.on_deleted = options.on_deleted or nothing
	self.on_lost = options.on_lost or nothing
	return self
end

--- Makes a new user.
-- @param callback function(credentials, problem); credentials have user_id and password
function M:sign_up(callback)
	self.api:call("create-user", wire.empty(), callback)
end

--- Signs a user in.
-- @param credentials as sign_up gave them
-- @param callback function(answer, problem)
function M:sign_in(credentials, callback)
	local body = { user_id = credentials.user_id, password = credentials.password }
	self.credentials = credentials
	self.api:call("create-token", body, function(answer, problem)
		self.api.token = answer and answer.raw_token
		callback(answer, problem)
	end)
end

--- Gets a client on the stage and connects it.
-- @param callback function(client_id, problem)
function M:enter(tenant, project, stage, callback)
	local body = { tenant = tenant, project = project, stage = stage }
	self.api:call("create-client", body, function(answer, problem)
		if problem then
			callback(nil, problem)
			return
		end
		self.client_id = answer.client_id
		self:_open(answer.connector_config)
		callback(answer.client_id, nil)
	end)
end

--- Sends a message to the lobby or match that the player is in: any JSON value.
function M:send(value)
	if self.state == M.CONNECTED then
		engine.socket_send(self.connection, engine.encode(wire.produce(value)))
	else
		table.insert(self.waiting, value)
	end
end

--- Sends text through the dispatcher; false when there is no fast connection yet.
function M:send_fast(text)
	if not self.fast_open then
		return false
	end
	engine.socket_send(self.fast, text)
	return true
end

--- Ends all connections.
function M:leave()
	self.state = M.CLOSING
	self:_close_fast()
	if self.connection then
		engine.socket_close(self.connection)
	end
end

function M:_open(config)
	self.state = M.CONNECTING
	self.waiting = self.waiting or {}
	self.connection = engine.socket(config.connection_url, config.sec_web_socket_protocol, {
		on_open = function()
			self.state = M.CONNECTED
			self.tries = 0
			local waiting = self.waiting
			self.waiting = {}
			for _, value in ipairs(waiting) do
				self:send(value)
			end
		end,
		on_message = function(text)
			self:_receive(engine.decode(text))
		end,
		on_close = function(code, reason)
			self:_lost(code, reason)
		end,
	})
end

function M:_lost(code, reason)
	log.line("connection lost: %d %s", code, reason)
	if self.state == M.CLOSING or self.deleted then
		self.state = M.DISCONNECTED
		return
	end
	self.state = M.DISCONNECTED
	self.tries = (self.tries or 0) + 1
	local pause = RESUME_PAUSES[self.tries]
	if not pause then
		self.on_lost({ qualifier = "CONNECTION_LOST", status = code, detail = reason })
		return
	end
	engine.after(pause, function()
		self:_resume()
	end)
end

--- The same client, so that nothing that was sent to it meanwhile is lost.
function M:_resume()
	self.api:call("resume-client", { client_id = self.client_id }, function(answer, problem)
		if answer then
			self:_open(answer.connector_config)
		elseif problem.status == 401 and self.credentials then
			self:sign_in(self.credentials, function(_, refused)
				if refused then
					self.on_lost(refused)
				else
					self:_resume()
				end
			end)
		elseif problem.status == 0 then
			self:_lost(0, "no answer")
		else
			self.on_lost(problem)
		end
	end)
end

function M:_receive(message)
	local kind, body = message.qualifier, message.body
	log.line("received %s", kind)
	if kind == wire.RUNTIME_ASSIGNED then
		self:_close_fast()
		self.on_assigned(body.runtime_qualifier, body)
	elseif kind == wire.MESSAGE_PRODUCED then
		self.on_message(body.message)
	elseif kind == wire.CONNECTION_UPGRADED then
		self:_open_fast(body.dispatcher_config)
	elseif kind == wire.CLIENT_DELETED then
		self.deleted = true
		self.on_deleted(body.reason)
	elseif kind == wire.MESSAGE_REFUSED then
		log.line("message refused: %s", tostring(body.detail))
	end
end

function M:_open_fast(config)
	local fast
	fast = engine.socket(config.connection_url, config.sec_web_socket_protocol, {
		on_open = function()
			if self.fast == fast then
				self.fast_open = true
				self.on_fast_open()
			end
		end,
		on_message = function(text)
			if self.fast == fast then
				self.on_fast(text)
			end
		end,
		on_close = function()
			if self.fast == fast then
				self.fast, self.fast_open = nil, false
			end
		end,
	})
	self.fast = fast
end

function M:_close_fast()
	local fast = self.fast
	self.fast, self.fast_open = nil, false
	if fast then
		engine.socket_close(fast)
	end
end

return M
