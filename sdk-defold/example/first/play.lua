-- Two players without Defold: java -jar omgservers-lua-host.jar play.lua URL TENANT PROJECT
local client = require("client")

math.randomseed(os.time())
for _, name in ipairs({ "ann", "ben" }) do
	client.start(arg[1], arg[2], arg[3], function(text)
		print(name .. ": " .. text)
	end, function() end)
end
