--- The messages of the public protocol: names and constructors, nothing else.
local M = {}

--- What a player is told.
M.CLIENT_GREETED = "CLIENT_GREETED"
M.RUNTIME_ASSIGNED = "RUNTIME_ASSIGNED"
M.MESSAGE_PRODUCED = "MESSAGE_PRODUCED"
M.CONNECTION_UPGRADED = "CONNECTION_UPGRADED"
M.CLIENT_DELETED = "CLIENT_DELETED"
M.MESSAGE_REFUSED = "MESSAGE_REFUSED"
M.MESSAGES_TAKEN = "MESSAGES_TAKEN"
M.MESSAGES_DROPPED = "MESSAGES_DROPPED"
M.TOKEN_RENEWED = "TOKEN_RENEWED"

--- What a game server is told.
M.RUNTIME_CREATED = "RUNTIME_CREATED"
M.CLIENT_ASSIGNED = "CLIENT_ASSIGNED"
M.CLIENT_REMOVED = "CLIENT_REMOVED"
M.MESSAGE_RECEIVED = "MESSAGE_RECEIVED"
M.MATCHMAKING_FAILED = "MATCHMAKING_FAILED"
M.MATCHMAKING_WAITS = "MATCHMAKING_WAITS"
M.MATCHMAKING_LISTED = "MATCHMAKING_LISTED"
M.PROFILE_ANSWERED = "PROFILE_ANSWERED"

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
-- @param value any JSON
-- @param number under which it is said, also when it is said again; it grows
function M.produce(value, number)
	return { id = number, qualifier = "MESSAGE_PRODUCED", body = { message = value } }
end

--- A player has received these messages.
-- @param ids what was received
-- @param again true when the player begins again, as something that it said was dropped
function M.consume(ids, again)
	return message("CONSUME_MESSAGES", { consumed_messages = ids, again = again or nil })
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
-- @param version that was read; with it the profile is replaced only if nobody changed it meanwhile
function M.set_profile(client_id, profile, version)
	return message("SET_PROFILE", { client_id = client_id, profile = profile, version = version })
end

--- Changes a client's profile as a JSON Merge Patch (RFC 7396) says.
-- @param version that was read, if it must be that still
function M.patch_profile(client_id, patch, version)
	return message("PATCH_PROFILE", { client_id = client_id, patch = patch, version = version })
end

--- Asks for a client's profile.
function M.get_profile(client_id)
	return message("GET_PROFILE", { client_id = client_id })
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
-- @param encoding TXT, or B64 when the text is Base64 of bytes
-- @param droppable whether newer messages may replace it when a client is slow
function M.envelope(clients, text, encoding, droppable)
	return { clients = clients, encoding = encoding or "TXT", message = text, droppable = droppable or nil }
end

--- The commands of a game server, by the name of the function that makes them.
M.COMMANDS = {
	respond = M.respond,
	multicast = M.multicast,
	broadcast = M.broadcast,
	set_profile = M.set_profile,
	patch_profile = M.patch_profile,
	get_profile = M.get_profile,
	request_matchmaking = M.request_matchmaking,
	cancel_matchmaking = M.cancel_matchmaking,
	list_matchmaking = M.list_matchmaking,
	kick = M.kick,
	stop_matchmaking = M.stop_matchmaking,
	upgrade = M.upgrade,
}

return M
