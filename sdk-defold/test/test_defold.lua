-- The example as a project of Defold: its files fit together, and its scripts do what they shall, with stand-ins
-- for the functions of the engine.
local check = require("check")
local fake = require("omgservers.engine.fake")
local servers = require("servers")

--- Beside the folder of this test.
local FOLDER = debug.getinfo(1, "S").source:match("^@(.*)test/[^/]+$") .. "example/duel/"
local engine = fake.new()

-- Modules of a project are found from its folder, and the example's get this engine.
package.path = FOLDER .. "?.lua;" .. package.path
package.loaded["omgservers.engine.defold"] = engine

local function read(name)
	local file = assert(io.open(FOLDER .. name:gsub("^/", "")), name .. " is missing")
	local text = file:read("*a")
	file:close()
	return text
end

--- Runs a script of a component, whose functions are global.
local function component(name)
	assert(loadfile(FOLDER .. name))()
end

local function main_collection(settings)
	return read(settings):match("main_collection = (/%S+)c\n")
end

check.that("the collections, the interface and the scripts are there", function()
	check.equal(main_collection("game.project"), "/client.collection")
	check.equal(main_collection("server.settings"), "/server.collection")
	check.equal(read("/server.collection"):match('component: \\"(/[^\\]+)'), "/server.script")
	local interface = read("/client.collection"):match('component: \\"(/[^\\]+)')
	read(read(interface):match('script: "([^"]+)"'))
end)

check.that("the game server logs in with its environment", function()
	component("server.script")
	init() -- luacheck: ignore
	check.equal(engine:call().operation, "create-token")
	check.equal(engine:call().body.runtime_id, servers.ENVIRONMENT.OMGSERVERS_RUNTIME_ID)
end)

local texts, colors, picked, line

local function stand_in()
	local nodes = 0
	texts, colors = {}, {}
	local function node(_, words)
		nodes = nodes + 1
		texts[nodes] = type(words) == "string" and words or nil
		return nodes
	end
	_G.vmath = { vector3 = function() end, vector4 = function(red) return red end }
	_G.msg = { post = function() end }
	_G.hash = function(text) return text end
	_G.gui = {
		new_text_node = node,
		new_box_node = node,
		set_font = function() end,
		set_color = function(each, color) colors[each] = color end,
		set_text = function(each, words)
			line = each == 1 and words or line
			texts[each] = words
		end,
		pick_node = function(each) return each == picked end,
	}
	_G.sys.get_config_string = function(name)
		return read("game.project"):match(name:match("duel%.(.+)") .. " = (%S+)\n[^%[]*$")
	end
end

check.that("a person plays a round by pressing a field, once", function()
	stand_in()
	component("client.gui_script")
	local self = {}
	init(self) -- luacheck: ignore
	check.equal(line, "signing in")
	engine:call().answer(200, { user_id = "5", password = "secret" })
	engine:call().answer(200, { raw_token = "abc" })
	check.equal(engine:call().body.project, "duel")
	local config = { connection_url = "ws://connector", sec_web_socket_protocol = "a,b" }
	engine:call().answer(200, { client_id = "9", connector_config = config })
	local connector = engine:line()
	connector.open()
	check.equal(texts[2], "connected")
	local function receive(id, qualifier, body)
		connector.bring({ id = id, qualifier = qualifier, body = body })
	end
	receive("1", "RUNTIME_ASSIGNED", { runtime_qualifier = "LOBBY" })
	check.equal(line, "looking for a rival")
	receive("2", "RUNTIME_ASSIGNED", { runtime_qualifier = "MATCH" })
	receive("3", "CONNECTION_UPGRADED", { dispatcher_config = servers.FAST })
	local fast = engine:line()
	fast.open()
	picked = self.fields.paper
	local touch = { pressed = true, x = 1, y = 1 }
	on_input(self, "touch", touch) -- luacheck: ignore
	check.equal(#fast.sent, 0)
	fast.bring("go 1")
	check.equal(line, "round 1: choose")
	local awake = colors[picked]
	on_input(self, "touch", touch) -- luacheck: ignore
	check.equal(fast.sent[1].data, "move 1 paper")
	check.equal(colors[picked] ~= awake, true)
	picked = self.fields.rock
	on_input(self, "touch", touch) -- luacheck: ignore
	check.equal(#fast.sent, 1)
	fast.bring("go 1")
	check.equal(fast.sent[2].data, "move 1 paper")
	fast.bring("round 1 won paper rock 1 0")
	check.equal(line, "round 1: won paper rock 1 0")
	receive("4", "MESSAGE_PRODUCED", { message = { kind = "result", won = true, profile = { wins = 1, losses = 0 } } })
	receive("5", "RUNTIME_ASSIGNED", { runtime_qualifier = "LOBBY" })
	check.equal(line, "you won: 1 won, 0 lost; looking for another rival")
	final(self) -- luacheck: ignore
	check.equal(texts[2], "disconnected")
end)

print("defold " .. check.count)
