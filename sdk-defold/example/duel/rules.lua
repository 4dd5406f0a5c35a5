--- The rules of the duel: rock, paper, scissors, until one player has enough points.
local M = {}

local BEATS = { rock = "scissors", paper = "rock", scissors = "paper" }

--- Whether this is a move at all.
function M.is_move(move)
	return BEATS[move] ~= nil
end

--- Who wins a round: 1, 2, or 0 when nobody does.
function M.winner(first, second)
	if BEATS[first] == second then
		return 1
	elseif BEATS[second] == first then
		return 2
	end
	return 0
end

--- The profile of a player after a duel; a new player has an empty one.
function M.scored(profile, won)
	local fresh = { wins = profile.wins or 0, losses = profile.losses or 0 }
	if won then
		fresh.wins = fresh.wins + 1
	else
		fresh.losses = fresh.losses + 1
	end
	return fresh
end

return M
