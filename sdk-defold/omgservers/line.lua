--- A WebSocket that is opened again when it is lost.
local log = require("omgservers.log")
local retry = require("omgservers.retry")

local M = {}
M.__index = M

--- States of a line.
M.CLOSED = "CLOSED"
M.OPENING = "OPENING"
M.OPEN = "OPEN"
M.WAITING = "WAITING"

--- The close code for a message that is larger than the other side takes (RFC 6455).
M.TOO_LARGE = 1009

--- The close code for somebody in whose place another connection was opened. When that happens at once it may have
-- been the same handshake a second time, as some proxies and libraries repeat one whose answer was lost: then the
-- line comes back, once.
M.REPLACED = 4001

--- A line that was open for so many seconds is well again: the next loss begins with short pauses.
local WELL_AFTER = 5

--- One that carried something was there, however soon it was lost: the time until it is given up begins anew, and
-- pauses are no longer than after so many tries. Who is let in and sent away at once waits longer each time.
local TRIES_AFTER_DATA = 2

local function nothing() end

--- A line that is still closed.
-- @param options engine; name, for the log; policy, as in retry.lua; renew(callback), which asks for a
-- fresh address and calls callback(config, problem); and the handlers on_open(), on_data(data),
-- on_down(code, reason) for each loss that may pass, on_lost(problem) when it is over, keeps(code), which says
-- whether to come back after this close code
function M.new(options)
	return setmetatable({
		engine = options.engine,
		name = options.name,
		policy = options.policy,
		renew = options.renew,
		on_open = options.on_open or nothing,
		on_data = options.on_data or nothing,
		on_down = options.on_down or nothing,
		on_lost = options.on_lost or nothing,
		keeps = options.keeps or function()
			return true
		end,
		state = M.CLOSED,
		tries = 0,
	}, M)
end

--- Opens the line.
-- @param config table with connection_url and sec_web_socket_protocol
function M:open(config)
	self:_drop()
	self.state = M.OPENING
	local socket
	socket = self.engine.socket(config.connection_url, config.sec_web_socket_protocol, {
		on_open = function()
			if self.socket == socket then
				self.state, self.opened, self.carried = M.OPEN, self.engine.now(), false
				self.on_open()
			end
		end,
		on_message = function(data)
			if self.socket == socket then
				self.carried = true
				self.on_data(data)
			end
		end,
		on_close = function(code, reason)
			if self.socket == socket then
				self.socket = nil
				self:_down(code, reason)
			end
		end,
	})
	self.socket = socket
end

--- Sends data; false when the line is not open.
-- @param data text or bytes
-- @param binary whether it goes as bytes
function M:send(data, binary)
	if self.state ~= M.OPEN then
		return false
	end
	self.engine.socket_send(self.socket, data, binary)
	return true
end

--- Closes the line for good.
function M:close()
	self.state = M.CLOSED
	self:_drop()
end

--- The socket and the alarm of before mean nothing any more.
function M:_drop()
	local socket, alarm = self.socket, self.alarm
	self.socket, self.alarm = nil, nil
	if alarm then
		self.engine.cancel(alarm)
	end
	if socket then
		self.engine.socket_close(socket)
	end
end

function M:_down(code, reason)
	log.info("%s lost: %s %s", self.name, tostring(code), tostring(reason))
	local well = self.opened and self.engine.now() - self.opened >= WELL_AFTER
	if well then
		self.tries, self.since, self.replaced = 0, nil, nil
	elseif self.opened and self.carried then
		self.tries, self.since = math.min(self.tries, TRIES_AFTER_DATA), nil
	end
	self.opened = nil
	self.since = self.since or self.engine.now()
	local lost = { qualifier = "CONNECTION_LOST", title = self.name .. " lost", status = code, detail = reason }
	local repeated = code == M.REPLACED and not well and not self.replaced
	self.replaced = self.replaced or code == M.REPLACED
	if not repeated and not self.keeps(code) then
		self.state = M.CLOSED
		self.on_lost(lost)
		return
	end
	self.state = M.WAITING
	self.on_down(code, reason)
	if self.state == M.WAITING then
		self:_again(lost)
	end
end

function M:_again(problem)
	self.tries = self.tries + 1
	local pause = retry.pause(self.policy, self.tries, self.engine.now() - self.since)
	if not pause then
		self.state = M.CLOSED
		self.on_lost(problem)
		return
	end
	self.state = M.WAITING
	self.alarm = self.engine.after(pause, function()
		self.alarm = nil
		self:_renew()
	end)
end

function M:_renew()
	self.renew(function(config, problem)
		if self.state ~= M.WAITING then
			return
		end
		if config then
			self:open(config)
		elseif problem.status == 0 or problem.status >= 500 or problem.status == 429 then
			self:_again(problem)
		else
			self.state = M.CLOSED
			self.on_lost(problem)
		end
	end)
end

return M
