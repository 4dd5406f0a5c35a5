local api = require("omgservers.api")
local check = require("check")
local fake = require("omgservers.engine.fake")
local log = require("omgservers.log")

log.to(nil)

local function call(policy)
	local engine = fake.new()
	local calls = api.new(engine, "http://x/", "player", policy)
	local outcome = {}
	calls:call("create-user", {}, function(answer, problem)
		outcome.answer, outcome.problem = answer, problem
	end)
	return engine, outcome, calls
end

check.that("it calls the entrypoint of its role, whether the address ends with a slash or not", function()
	check.equal(call():call().url, "http://x/service/v1/entrypoint/player/request/create-user")
end)

check.that("a problem of the service is told at once, with its status", function()
	local engine, outcome = call()
	engine:call().answer(404, { qualifier = "STAGE_NOT_FOUND", detail = "There is no stage 'x'." })
	check.equal(outcome.problem.qualifier, "STAGE_NOT_FOUND")
	check.equal(outcome.problem.status, 404)
	check.equal(outcome.answer, nil)
end)

check.that("no answer is tried again, and told in the end", function()
	local engine, outcome = call()
	for _ = 1, 3 do
		engine:call().raw(0, "")
		engine:advance(2)
	end
	check.equal(#engine.calls, 4)
	engine:call().answer(200, { user_id = "1" })
	check.equal(outcome.answer.user_id, "1")
	engine, outcome = call({ pauses = { 1 }, within = 5 })
	for _ = 1, 10 do
		engine:call().raw(0, "")
		engine:advance(1.2)
	end
	check.equal(outcome.problem.qualifier, "NO_ANSWER")
	check.equal(outcome.problem.detail:match("nobody answered"), "nobody answered")
	check.equal(#engine.calls < 7, true)
end)

check.that("a wrong address says what is there", function()
	local engine, outcome = call({ pauses = {}, within = 0 })
	engine:call().raw(404, "<html>nginx</html>")
	check.equal(outcome.problem.qualifier, "NO_ANSWER")
	check.equal(outcome.problem.detail:match("status 404"), "status 404")
end)

check.that("an answer that is no JSON object is a problem, not a crash", function()
	for _, text in ipairs({ "<html>", "", "7", "null" }) do
		local engine, outcome = call()
		engine:call().raw(200, text)
		check.equal(outcome.problem.qualifier, "WRONG_ANSWER")
	end
end)

check.that("it waits as long as the service asks for", function()
	local engine = call()
	engine:call().raw(429, '{"qualifier":"TOO_MANY_REQUESTS"}', { ["retry-after"] = "7" })
	engine:advance(6.9)
	check.equal(#engine.calls, 1)
	engine:advance(0.2)
	check.equal(#engine.calls, 2)
end)

check.that("a call that is made once is not tried again", function()
	local engine, _, calls = call()
	local problem
	calls:call_once("ping-service", {}, function(_, told)
		problem = told
	end)
	engine:call().raw(0, "")
	check.equal(problem.qualifier, "NO_ANSWER")
end)

print("api " .. check.count)
