--- A game server: what runs as a lobby or a match. It finds its identity in the environment,
-- reads its mailbox, and sends commands.
local api = require("omgservers.api")
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- Seconds between two looks into the mailbox, while something happens and while nothing does.
local BUSY_PAUSE = 0.05
local IDLE_PAUSE = 0.4

--- So many looks without news, and the game server counts as idle again.
local BUSY_LOOKS = 40

--- Seconds before each further try to reach the dispatcher.
local FAST_PAUSE = 1

local function nothing() end

local function variable(name)
	local value = os.getenv(name)
	if not value or value == "" then
		error("the environment variable " .. name .. " is missing", 0)
	end
	return value
end

--- The game server of this process.
-- @param options table with the handlers on_created(config), on_assigned(client), on_removed(client_id),
-- on_message(client_id, message), on_failed(client_id, reason), on_fast(client_id, text),
-- on_fast_joined(client_id), on_fast_left(client_id), on_lost(problem); each may be absent
function M.new(options)
	local self = setmetatable({}, M)
	self.id = variable("OMGSERVERS_RUNTIME_ID")
	self.password = variable("OMGSERVERS_PASSWORD")
	self.kind = variable("OMGSERVERS_QUALIFIER")
	self.api = api.new(variable("OMGSERVERS_SERVICE_URL"), "runtime")
	self.outgoing = {}
	self.consumed = {}
	self.quiet = 0
	self.handlers = options
	return self
end

function M:_tell(name, ...)
	local handler = self.handlers[name] or nothing
	handler(...)
end

--- Logs in and begins to work; handlers are called from now on.
function M:start()
	local body = { runtime_id = self.id, password = self.password }
	self.api:call("create-token", body, function(answer, problem)
		if problem then
			self:_tell("on_lost", problem)
			return
		end
		self.api.token = answer.api_token
		self:_open_fast(answer.dispatcher_config)
		if not self.looking then
			self.looking = true
			self:_look()
		end
	end)
end

--- Sends a command; wire.lua makes them.
function M:send(command)
	table.insert(self.outgoing, command)
	self.quiet = 0
	if self.sleeping then
		engine.cancel(self.sleeping)
		self.sleeping = nil
		self:_look()
	end
end

--- Sends text through the dispatcher to one client.
function M:fast_to(client_id, text)
	self:_fast(wire.envelope({ client_id }, text))
end

--- Sends text through the dispatcher to all who are connected.
function M:fast_to_all(text)
	self:_fast(wire.envelope(nil, text))
end

function M:_fast(envelope)
	if self.fast_open then
		engine.socket_send(self.fast, engine.encode(envelope))
	end
end

--- One exchange: commands and receipts go, messages come. What was not answered is sent again.
function M:_look()
	local sent, receipts = #self.outgoing, #self.consumed
	local body = { outgoing_messages = self.outgoing, consumed_messages = self.consumed }
	self.api:call("interchange-messages", body, function(answer, problem)
		if problem then
			self:_tell("on_lost", problem)
			return
		end
		self.api.token = answer.api_token or self.api.token
		self.outgoing = { unpack(self.outgoing, sent + 1) }
		self.consumed = { unpack(self.consumed, receipts + 1) }
		for _, message in ipairs(answer.incoming_messages or {}) do
			table.insert(self.consumed, message.id)
			if not self:_seen(message.id) then
				self:_receive(message)
			end
		end
		self:_sleep(#(answer.incoming_messages or {}) > 0)
	end)
end

--- A message comes again until its receipt has arrived; it is told once.
function M:_seen(id)
	self.seen = self.seen or {}
	if self.seen[id] then
		return true
	end
	self.seen[id] = true
	return false
end

function M:_sleep(news)
	self.quiet = news and 0 or self.quiet + 1
	local pause = IDLE_PAUSE
	if #self.outgoing > 0 or news then
		pause = 0
	elseif self.quiet < BUSY_LOOKS then
		pause = BUSY_PAUSE
	end
	self.sleeping = engine.after(pause, function()
		self.sleeping = nil
		self:_look()
	end)
end

function M:_receive(message)
	local kind, body = message.qualifier, message.body
	log.line("received %s", kind)
	if kind == wire.RUNTIME_CREATED then
		self:_tell("on_created", body.runtime_config)
	elseif kind == wire.CLIENT_ASSIGNED then
		self:_tell("on_assigned", body)
	elseif kind == wire.CLIENT_REMOVED then
		self:_tell("on_removed", body.client_id)
	elseif kind == wire.MESSAGE_RECEIVED then
		self:_tell("on_message", body.client_id, body.message)
	elseif kind == wire.MATCHMAKING_FAILED then
		self:_tell("on_failed", body.client_id, body.reason)
	end
end

function M:_open_fast(config)
	self.fast = engine.socket(config.connection_url, config.sec_web_socket_protocol, {
		on_open = function()
			self.fast_open = true
		end,
		on_message = function(text)
			self:_receive_fast(engine.decode(text))
		end,
		on_close = function(code, reason)
			log.line("dispatcher lost: %d %s", code, reason)
			self.fast_open = false
			engine.after(FAST_PAUSE, function()
				self:_renew_fast()
			end)
		end,
	})
end

--- A new login gives a new ticket for the dispatcher.
function M:_renew_fast()
	local body = { runtime_id = self.id, password = self.password }
	self.api:call("create-token", body, function(answer, problem)
		if answer then
			self.api.token = answer.api_token
			self:_open_fast(answer.dispatcher_config)
		else
			self:_tell("on_lost", problem)
		end
	end)
end

function M:_receive_fast(envelope)
	if envelope.event == "CLIENT_CONNECTED" then
		self:_tell("on_fast_joined", envelope.client_id)
	elseif envelope.event == "CLIENT_DISCONNECTED" then
		self:_tell("on_fast_left", envelope.client_id)
	elseif envelope.encoding == "TXT" then
		self:_tell("on_fast", envelope.client_id, envelope.message)
	end
end

return M
