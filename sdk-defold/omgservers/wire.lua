--- The messages of the public protocol: names and constructors, nothing else.
local M = {}

--- What a player is told.
M.CLIENT_GREETED = "CLIENT_GREETED"
M.RUNTIME_ASSIGNED = "RUNTIME_ASSIGNED"
M.MESSAGE_PRODUCED = "MESSAGE_PRODUCED"
M.CONNECTION_UPGRADED = "CONNECTION_UPGRADED"
M.CLIENT_DELETED = "CLIENT_DELETED"
M.MESSAGE_REFUSED = "MESSAGE_REFUSED"

--- What a game server is told.
M.RUNTIME_CREATED = "RUNTIME_CREATED"
M.CLIENT_ASSIGNED = "CLIENT_ASSIGNED"
M.CLIENT_REMOVED = "CLIENT_REMOVED"
M.MESSAGE_RECEIVED = "MESSAGE_RECEIVED"
M.MATCHMAKING_FAILED = "MATCHMAKING_FAILED"
M.MATCHMAKING_WAITS = "MATCHMAKING_WAITS"
M.MATCHMAKING_LISTED = "MATCHMAKING_LISTED"

--- Kinds of runtimes.
M.LOBBY = "LOBBY"
M.MATCH = "MATCH"

local function message(qualifier, body)
	return { qualifier = qualifier, body = body }
end

--- An object without members: an empty table would be written as an array.
function M.empty()
	return { __object = true }
end

--- A player's message to the game server.
function M.produce(value)
	return message("MESSAGE_PRODUCED", { message = value })
end

--- A game server's message to one client.
function M.respond(client_id, value)
	return message("RESPOND_CLIENT", { client_id = client_id, message = value })
end

--- A game server's message to some clients.
function M.multicast(clients, value)
	return message("MULTICAST_MESSAGE", { clients = clients, message = value })
end

--- A game server's message to all of its clients.
function M.broadcast(value)
	return message("BROADCAST_MESSAGE", { message = value })
end

--- Keeps a client's profile.
function M.set_profile(client_id, profile)
	return message("SET_PROFILE", { client_id = client_id, profile = profile })
end

--- Asks for a match of the mode; attributes and a party, ids of more clients, can be left out.
function M.request_matchmaking(client_id, mode, attributes, party)
	return message("REQUEST_MATCHMAKING", {
		client_id = client_id,
		mode = mode,
		attributes = attributes,
		party = party,
	})
end

--- Takes the wish for a match back, of any mode if none is named.
function M.cancel_matchmaking(client_id, mode)
	return message("CANCEL_MATCHMAKING", { client_id = client_id, mode = mode })
end

--- Asks which clients wait, of these or of all.
function M.list_matchmaking(clients)
	return message("LIST_MATCHMAKING", clients and { clients = clients } or M.empty())
end

--- Sends a client away: from a match to a lobby, from a lobby for good.
function M.kick(client_id)
	return message("KICK_CLIENT", { client_id = client_id })
end

--- Nobody else shall come into this match.
function M.stop_matchmaking()
	return message("STOP_MATCHMAKING", M.empty())
end

--- Offers the client the fast connection.
function M.upgrade(client_id)
	return message("UPGRADE_CONNECTION", { client_id = client_id, protocol = "DISPATCHER" })
end

--- What goes through the dispatcher: to these clients, or to all when nil.
function M.envelope(clients, text)
	return { clients = clients, encoding = "TXT", message = text }
end

return M
