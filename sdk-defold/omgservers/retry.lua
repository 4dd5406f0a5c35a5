--- How often and how long something is tried again: plain data, so that a game can change it.
local M = {}

--- How much longer or shorter a pause may be, so that not all players come back at the same moment.
local SPREAD = 0.2

--- For calls: pauses in seconds before each further try, the last one again and again, as long as
-- the whole takes no longer than `within` seconds: enough for a restart of the service.
M.CALL = { pauses = { 0.2, 0.5, 1, 2, 3, 4, 5 }, within = 45 }

--- For lost connections of players.
M.PLAYER = { pauses = { 0.2, 0.5, 1, 2, 3, 4, 5 }, within = 120 }

--- For lost connections of game servers.
M.SERVER = { pauses = { 0.2, 0.5, 1, 2 }, within = 120 }

--- The pause before a try.
-- @param policy a table with pauses and within
-- @param try 1 for the first try after the failure
-- @param spent seconds since the first failure
-- @param asked seconds that the service asked to wait, if it did
-- @return seconds; nil when it is enough
function M.pause(policy, try, spent, asked)
	local pause = policy.pauses[math.min(try, #policy.pauses)]
	if not pause then
		return nil
	end
	pause = math.max(pause * (1 - SPREAD + 2 * SPREAD * math.random()), asked or 0)
	return spent + pause <= policy.within and pause or nil
end

return M
