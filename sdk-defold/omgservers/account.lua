--- The user behind a player: who it is, and calls in its name.
local api = require("omgservers.api")
local async = require("omgservers.async")
local log = require("omgservers.log")
local wire = require("omgservers.wire")

local M = {}
M.__index = M

--- A user that is not known yet.
-- @param engine what runs the SDK
-- @param url the service's address
-- @param policy when calls are tried again, as in retry.lua
function M.new(engine, url, policy)
	return setmetatable({ engine = engine, api = api.new(engine, url, "player", policy) }, M)
end

--- Whether the service answers, and how fast.
-- @return seconds there and back
function M:ping(callback)
	return async.await(function(done)
		local begun = self.engine.now()
		self.api:call_once("ping-service", { message = "ping" }, function(answer, problem)
			done(answer and self.engine.now() - begun, problem)
		end)
	end, callback)
end

--- Makes a new user.
-- @return credentials with user_id and password, for sign_in
function M:sign_up(callback)
	return async.await(function(done)
		self.api:call("create-user", wire.empty(), done)
	end, callback)
end

--- Signs a user in.
-- @param credentials as sign_up gave them
-- @return the answer of the service
function M:sign_in(credentials, callback)
	return async.await(function(done)
		self:_sign_in(credentials, done)
	end, callback)
end

function M:_sign_in(credentials, done)
	local body = { user_id = credentials.user_id, password = credentials.password }
	self.api.token = nil
	self.api:call("create-token", body, function(answer, problem)
		if answer then
			self.api.token = answer.raw_token
			self.credentials = body
		end
		done(answer, problem)
	end)
end

--- Signs in as the user of this device; the first time as a new one, who is remembered.
-- @param name of the game, under which the credentials are kept on the device
-- @return the credentials
function M:log_in(name, callback)
	return async.await(function(done)
		local kept = self.engine.load(name)
		local function enter(credentials)
			self:_sign_in(credentials, function(answer, problem)
				done(answer and credentials, problem)
			end)
		end
		if kept.user_id then
			enter(kept)
			return
		end
		self.api:call("create-user", wire.empty(), function(credentials, problem)
			if problem then
				done(nil, problem)
				return
			end
			if not self.engine.save(name, { user_id = credentials.user_id, password = credentials.password }) then
				log.warning("the credentials of %s could not be kept", name)
			end
			enter(credentials)
		end)
	end, callback)
end

--- Forgets the user of this device; who logs in next is a new one.
function M:forget(name)
	self.engine.save(name, {})
end

--- Calls an operation as the user; with a token that has ended the user is signed in again, once.
-- @param done function(answer, problem)
function M:call(operation, body, done)
	self.api:call(operation, body, function(answer, problem)
		if not (problem and problem.status == 401 and self.credentials) then
			done(answer, problem)
			return
		end
		self:_sign_in(self.credentials, function(_, refused)
			if refused then
				done(nil, refused)
			else
				self.api:call(operation, body, done)
			end
		end)
	end)
end

return M
