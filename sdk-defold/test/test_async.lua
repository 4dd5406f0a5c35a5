local async = require("omgservers.async")
local check = require("check")
local fake = require("omgservers.engine.fake")
local guard = require("omgservers.guard")
local log = require("omgservers.log")
local retry = require("omgservers.retry")
local seen = require("omgservers.seen")
local ticks = require("omgservers.ticks")

local function later(engine, ...)
	local results = { ... }
	return function(done)
		engine.after(1, function()
			done(unpack(results))
		end)
	end
end

check.that("a coroutine waits for the answer and its problem", function()
	local engine, told = fake.new(), {}
	async.run(function(name)
		local answer, problem = async.await(later(engine, name, nil))
		table.insert(told, answer)
		check.equal(problem, nil)
		answer, problem = async.await(later(engine, nil, "no"))
		check.equal(answer, nil)
		table.insert(told, problem)
	end, "yes")
	check.equal(#told, 0)
	engine:advance(3)
	check.equal(table.concat(told, " "), "yes no")
end)

check.that("what has ended at once does not wait", function()
	local told
	async.run(function()
		told = async.await(function(done)
			done("now")
		end)
	end)
	check.equal(told, "now")
end)

check.that("a callback serves outside of coroutines, and without one it says what lacks", function()
	local engine, told = fake.new(), nil
	async.await(later(engine, 5), function(answer)
		told = answer
	end)
	engine:advance(1)
	check.equal(told, 5)
	local ok, problem = pcall(async.await, later(engine, 5))
	check.equal(ok, false)
	check.equal(problem:match("give a callback") ~= nil, true)
end)

check.that("an error in a coroutine is told with its place", function()
	local line
	log.to(function(text)
		line = text
	end)
	async.run(function()
		error("broken here")
	end)
	log.to(nil)
	check.equal(line:match("broken here") ~= nil and line:match("test_async.lua") ~= nil, true)
end)

check.that("an error in a handler ends nothing and is told", function()
	local told
	log.to(nil)
	local handlers = {
		on_message = function()
			error("oh")
		end,
		on_error = function(problem)
			told = problem
			error("again")
		end,
	}
	guard.call(handlers, "on_message", 1)
	check.equal(told.qualifier, "HANDLER_FAILED")
	check.equal(told.detail:match("oh") ~= nil, true)
	guard.call(handlers, "on_absent")
end)

check.that("pauses are data, spread, and end", function()
	local policy = { pauses = { 1, 2 }, within = 10 }
	for _ = 1, 100 do
		local pause = retry.pause(policy, 7, 0)
		check.equal(pause >= 1.6 and pause <= 2.4, true)
	end
	check.equal(retry.pause(policy, 1, 9.9), nil)
	check.equal(retry.pause(policy, 1, 0, 5), 5)
end)

check.that("ids are remembered, the latest of them", function()
	local ids = seen.new(3)
	for id = 1, 4 do
		check.equal(ids:add(id), true)
	end
	check.equal(ids:add(4), false)
	check.equal(ids:add(2), false)
	check.equal(ids:add(1), true)
	check.equal(ids:add(nil), true)
end)

check.that("ticks have a fixed rate, also after a late one, and end", function()
	local engine, numbers = fake.new(), {}
	local stop = ticks.start(engine, 10, function(seconds, number)
		check.equal(seconds, 0.1)
		table.insert(numbers, number)
	end)
	engine:advance(1.05)
	check.equal(#numbers, 10)
	-- The process slept for a second: five steps are made up for, the rest is left out.
	engine.time = engine.time + 1
	engine:advance(0)
	check.equal(#numbers, 15)
	engine:advance(0.51)
	check.equal(#numbers, 20)
	stop()
	engine:advance(5)
	check.equal(#numbers, 20)
end)

print("async " .. check.count)
