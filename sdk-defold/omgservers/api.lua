--- Calls of one entrypoint of the service, tried again when nobody answers.
local engine = require("omgservers.engine.defold")
local log = require("omgservers.log")

local M = {}
M.__index = M

--- Seconds to wait before each further try; the last failure is told to the caller.
local PAUSES = { 0.2, 0.5, 1, 2, 4 }

--- Calls for one role.
-- @param url the service's address without a path
-- @param role player or runtime
function M.new(url, role)
	return setmetatable({ base = url .. "/service/v1/entrypoint/" .. role .. "/request/", token = nil }, M)
end

local function problem_of(status, text)
	local problem = engine.decode(text)
	if type(problem) ~= "table" then
		problem = { title = "no answer", qualifier = "NO_ANSWER" }
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
		local again = (status == 0 or status >= 500 or status == 429) and PAUSES[try]
		if again then
			log.line("%s: status %d, again in %.1f s", operation, status, again)
			engine.after(again, function()
				attempt(self, operation, body, callback, try + 1)
			end)
		else
			callback(nil, problem_of(status, text))
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
