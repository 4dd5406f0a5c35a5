--- Calls of one entrypoint of the service, tried again when nobody answers.
local log = require("omgservers.log")
local retry = require("omgservers.retry")

local M = {}
M.__index = M

--- Calls for one role.
-- @param engine what runs the SDK
-- @param url the service's address without a path
-- @param role player or runtime
-- @param policy when to try again, as in retry.lua
function M.new(engine, url, role, policy)
	return setmetatable({
		engine = engine,
		base = url:gsub("/+$", "") .. "/service/v1/entrypoint/" .. role .. "/request/",
		policy = policy or retry.CALL,
		token = nil,
	}, M)
end

--- The server's problem document. Without one nobody of the service has answered: it starts, or
-- something in between speaks for it, or the address is of something else.
local function problem_of(self, url, status, text)
	local problem = self.engine.decode(text)
	if type(problem) ~= "table" or type(problem.qualifier) ~= "string" then
		local detail = "nobody answered"
		if status ~= 0 then
			detail = "the answer, of status " .. status .. ", is not of the service"
		end
		return { qualifier = "NO_ANSWER", title = "no answer", status = 0, detail = url .. ": " .. detail }
	end
	problem.status = status
	return problem
end

--- The answer and its problem: exactly one of both is nil.
local function outcome(self, url, status, text)
	if status < 200 or status > 299 then
		return nil, problem_of(self, url, status, text)
	end
	local answer = self.engine.decode(text)
	if type(answer) ~= "table" then
		local detail = url .. ": the answer is no JSON object"
		return nil, { qualifier = "WRONG_ANSWER", title = "wrong answer", status = status, detail = detail }
	end
	return answer, nil
end

local function passes(problem)
	return problem.status == 0 or problem.status >= 500 or problem.status == 429
end

local function attempt(self, call)
	local headers = { ["Content-Type"] = "application/json" }
	if self.token then
		headers["Authorization"] = "Bearer " .. self.token
	end
	local request = { url = self.base .. call.operation, method = "POST", headers = headers, body = call.body }
	self.engine.http(request, function(status, text, answered)
		local answer, problem = outcome(self, request.url, status, text)
		local pause
		if problem and call.policy and passes(problem) then
			local asked = tonumber((answered or {})["retry-after"])
			pause = retry.pause(call.policy, call.try, self.engine.now() - call.begun, asked)
		end
		if not pause then
			call.callback(answer, problem)
			return
		end
		log.info("%s: %s, again in %.1f s", call.operation, problem.detail or problem.qualifier, pause)
		call.try = call.try + 1
		self.engine.after(pause, function()
			attempt(self, call)
		end)
	end)
end

local function begin(self, operation, body, policy, callback)
	attempt(self, {
		operation = operation,
		body = self.engine.encode(body),
		policy = policy,
		callback = callback,
		begun = self.engine.now(),
		try = 1,
	})
end

--- Calls an operation.
-- @param operation its name, such as create-token
-- @param body table; an empty one needs wire.empty()
-- @param callback function(answer, problem): exactly one of both is nil
function M:call(operation, body, callback)
	begin(self, operation, body, self.policy, callback)
end

--- Calls an operation once: what fails is told at once.
function M:call_once(operation, body, callback)
	begin(self, operation, body, nil, callback)
end

return M
