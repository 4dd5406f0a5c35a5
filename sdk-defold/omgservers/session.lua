--- Who a game server is, as its environment says, and its login at the service.
local api = require("omgservers.api")
local log = require("omgservers.log")

local M = {}
M.__index = M

--- Exit code of a process whose environment is incomplete.
M.INCOMPLETE = 1

local function variable(engine, name)
	local value = os.getenv(name)
	if not value or value == "" then
		log.error("the environment variable %s is missing", name)
		engine.exit(M.INCOMPLETE)
		error("the environment variable " .. name .. " is missing", 0)
	end
	return value
end

--- The session of this process, which has not logged in.
-- @param engine what runs the SDK
-- @param policy when calls are tried again, as in retry.lua
function M.new(engine, policy)
	return setmetatable({
		id = variable(engine, "OMGSERVERS_RUNTIME_ID"),
		password = variable(engine, "OMGSERVERS_PASSWORD"),
		kind = variable(engine, "OMGSERVERS_QUALIFIER"),
		api = api.new(engine, variable(engine, "OMGSERVERS_SERVICE_URL"), "runtime", policy),
	}, M)
end

--- Logs in, again with a new token.
-- @param callback function(answer, problem)
function M:log_in(callback)
	local body = { runtime_id = self.id, password = self.password }
	self.api.token = nil
	self.api:call("create-token", body, function(answer, problem)
		if answer then
			self.api.token = answer.api_token
		end
		callback(answer, problem)
	end)
end

--- Asks for a fresh address of a socket.
-- @param name of its member in the answer to a login
-- @return function(callback), as a line wants it
function M:renewal(name)
	return function(callback)
		self:log_in(function(answer, problem)
			callback(answer and answer[name], problem)
		end)
	end
end

--- Remembers a fresh token; nil keeps the old one.
function M:renew(token)
	self.api.token = token or self.api.token
end

--- Calls an operation; a token that has ended is replaced, once.
-- @param done function(answer, problem)
function M:call(operation, body, done)
	local function ended(answer, problem)
		self:renew(answer and answer.api_token)
		done(answer, problem)
	end
	self.api:call(operation, body, function(answer, problem)
		if not (problem and problem.status == 401) then
			ended(answer, problem)
			return
		end
		self:log_in(function(_, refused)
			if refused then
				done(nil, refused)
			else
				self.api:call(operation, body, ended)
			end
		end)
	end)
end

return M
