--- A game server: what runs as a lobby or a match. It finds its identity in the environment,
-- reads its mailbox, and sends commands.
local api = require("omgservers.api")
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- How long the service may keep a look into the mailbox open while there is no news.
local WAIT_MILLIS = 15000

--- A service that does not know how to wait answers at once: after so many answers without news
-- within a second, looks are this many seconds apart.
local HASTY_LOOKS = 3
local HASTY_PAUSE = 0.4

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
-- on_message(client_id, message), on_failed(client_id, reason, detail, mode), on_waits(client_id, ticket)
-- when a client that was asked for waits already, on_listed(tickets), on_fast(client_id, text),
-- on_fast_joined(client_id), on_fast_left(client_id), on_lost(problem); each may be absent
function M.new(options)
	local self = setmetatable({}, M)
	self.id = variable("OMGSERVERS_RUNTIME_ID")
	self.password = variable("OMGSERVERS_PASSWORD")
	self.kind = variable("OMGSERVERS_QUALIFIER")
	self.api = api.new(variable("OMGSERVERS_SERVICE_URL"), "runtime")
	self.outgoing = {}
	self.consumed = {}
	self.seen = {}
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
			self:_flush()
		end
	end)
end

--- Sends a command; wire.lua makes them. Commands arrive in order.
function M:send(command)
	table.insert(self.outgoing, command)
	self:_flush()
end

--- Commands go in batches, one after the other, beside the look that waits for news.
function M:_flush()
	if self.flushing or #self.outgoing == 0 or not self.looking then
		return
	end
	self.flushing = true
	local batch = self.outgoing
	self.outgoing = {}
	self:_exchange(batch, 0, function()
		self.flushing = false
		self:_flush()
	end)
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

--- One exchange: commands and receipts go, messages come. Receipts are kept until they arrived.
function M:_exchange(commands, wait_millis, done)
	local receipts = {}
	for id in pairs(self.consumed) do
		table.insert(receipts, id)
	end
	local body = { outgoing_messages = commands, consumed_messages = receipts, wait_millis = wait_millis }
	self.api:call("interchange-messages", body, function(answer, problem)
		if problem then
			self:_tell("on_lost", problem)
			return
		end
		self.api.token = answer.api_token or self.api.token
		for _, id in ipairs(receipts) do
			self.consumed[id] = nil
		end
		local incoming = answer.incoming_messages or {}
		for _, message in ipairs(incoming) do
			self.consumed[message.id] = true
			-- A message comes again until its receipt has arrived; it is told once.
			if not self.seen[message.id] then
				self.seen[message.id] = true
				self:_receive(message)
			end
		end
		done(#incoming > 0)
	end)
end

--- Looks for news, again and again.
function M:_look()
	self:_exchange({}, WAIT_MILLIS, function(news)
		local now = os.time()
		if news or now ~= self.second then
			self.second, self.hasty = now, 0
		end
		self.hasty = self.hasty + 1
		if self.hasty > HASTY_LOOKS then
			engine.after(HASTY_PAUSE, function()
				self:_look()
			end)
		else
			self:_look()
		end
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
		self:_tell("on_failed", body.client_id, body.reason, body.detail, body.mode)
	elseif kind == wire.MATCHMAKING_WAITS then
		self:_tell("on_waits", body.client_id, body)
	elseif kind == wire.MATCHMAKING_LISTED then
		self:_tell("on_listed", body.tickets)
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
