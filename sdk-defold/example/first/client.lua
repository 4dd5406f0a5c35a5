-- The player: joins, presses after a while, and says who was first.
local async = require("omgservers.async")
local player = require("omgservers.player")

local M = {}

function M.start(url, tenant, project, say, done)
	local me
	me = player.new({
		url = url,
		on_state = function(state)
			say("connection: " .. state)
		end,
		on_assigned = function(kind)
			say("in a " .. kind)
		end,
		on_fast_open = function()
			me.engine.after(1 + math.random(), function()
				say("pressing")
				me:send_fast("press")
			end)
		end,
		on_message = function(message)
			say(message.winner == me.client_id and "I won" or "too slow")
			me:leave()
			done()
		end,
		on_lost = function(problem)
			say("lost: " .. tostring(problem.detail))
		end,
	})
	async.run(function()
		local credentials, problem = me:sign_up()
		if not problem then
			problem = select(2, me:sign_in(credentials))
		end
		if not problem then
			problem = select(2, me:enter(tenant, project, "default"))
		end
		if problem then
			say("cannot play: " .. problem.detail)
		end
	end)
end

return M
