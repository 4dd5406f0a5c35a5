--- Calls of one entrypoint of the service, tried again when nobody answers.
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")

local M = {}
M.__index = M

--- Seconds to wait before each further try, in all enough for a restart of the service; the last
--- failure is told to the caller.
local PAUSES = { 0.2, 0.5, 1, 2, 3, 4, 5, 5, 5, 5 }

--- Calls for one role.
-- @param url the service's address without a path
-- @param role player or runtime
function M.new(url, role)
	return setmetatable({ base = url .. "/service/v1/entrypoint/" .. role .. "/request/", token = nil }, M)
end

--- The server's problem document. Without one nobody of the service has answered: it starts, or
-- something in between speaks for it.
local function problem_of(status, text)
	local problem = engine.decode(text)
	if type(problem) ~= "table" or not problem.qualifier then
		return { title = "no answer", qualifier = "NO_ANSWER", status = 0 }
	end
	problem.status = status
	return problem
end

local function attempt(self, operation, body, callback, try)
	local headers = { ["Content-Type"] = "application/json" }
	if self.token then
		headers["Authorization"] = "Bearer " .. self.token
	end
	local request = { url = self.base .. operation, method = "POST", headers = headers, body = body }
	engine.http(request, function(status, text)
		if status >= 200 and status < 300 then
			callback(engine.decode(text) or {}, nil)
			return
		end
		local problem = problem_of(status, text)
		local passing = problem.status == 0 or problem.status >= 500 or problem.status == 429
		local again = passing and PAUSES[try]
		if again then
			log.line("%s: status %d, again in %.1f s", operation, status, again)
			engine.after(again, function()
				attempt(self, operation, body, callback, try + 1)
			end)
		else
			callback(nil, problem)
		end
	end)
end

--- Calls an operation.
-- @param operation its name, such as create-token
-- @param body table; an empty one needs wire.empty()
-- @param callback function(answer, problem): exactly one of both is nil
function M:call(operation, body, callback)
	attempt(self, operation, engine.encode(body), callback, 1)
end

return M
