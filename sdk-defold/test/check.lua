--- A test is a sentence and a function; the first that fails ends the run with its name.
local M = { count = 0 }

--- Runs one test.
function M.that(sentence, test)
	local ok, problem = pcall(test)
	if not ok then
		error("not true: " .. sentence .. ": " .. tostring(problem), 0)
	end
	M.count = M.count + 1
end

--- Both are the same.
function M.equal(actual, expected)
	if actual ~= expected then
		error(string.format("expected %s but was %s", tostring(expected), tostring(actual)), 2)
	end
end

return M
