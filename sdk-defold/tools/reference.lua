--- Writes what the comments of the SDK say: for people, and for the completion of Defold's editor.
-- usage: reference.lua ROOT FOLDER: reads the modules in ROOT, writes reference.md and
-- omgservers/omgservers.script_api into FOLDER
local root, folder = arg[1], arg[2]

--- The modules that a game requires, in the order in which a reader wants them.
local MODULES = { "player", "server", "wire", "async", "log", "retry", "engine/defold", "engine/fake" }

local function read(module)
	local lines = {}
	for line in assert(io.open(root .. "/omgservers/" .. module .. ".lua")):lines() do
		table.insert(lines, line)
	end
	return lines
end

--- Text of a comment, its parameters and what is returned.
local function comment(block)
	local text, parameters, returned, last = {}, {}, nil, nil
	for _, line in ipairs(block) do
		local name, about = line:match("^@param (%S+)%s*(.*)$")
		local result = line:match("^@return (.*)$")
		if name then
			last = { name = name, about = about }
			table.insert(parameters, last)
		elseif result then
			last = { about = result }
			returned = last
		elseif last then
			last.about = last.about .. " " .. line
		elseif line ~= "" then
			table.insert(text, line)
		end
	end
	return { text = table.concat(text, " "), parameters = parameters, returned = returned }
end

--- The public functions of a module, and what its first comment says.
local function functions(module)
	local found, block, about = {}, {}, nil
	for _, line in ipairs(read(module)) do
		local said = line:match("^%-%-%-? ?(.*)$")
		local mark, name, parameters = line:match("^function M([.:])([%a][%w_]*)%((.*)%)")
		if said and line:sub(1, 2) == "--" then
			table.insert(block, said)
		else
			if #block > 0 and not about then
				about = comment(block).text
			end
			if name and #block > 0 then
				local entry = comment(block)
				entry.name, entry.mark, entry.signature = name, mark, parameters
				table.insert(found, entry)
			end
			block = {}
		end
	end
	return found, about
end

local function write(name, lines)
	local file = assert(io.open(folder .. "/" .. name, "w"))
	file:write(table.concat(lines, "\n"), "\n")
	file:close()
end

local function quoted(text)
	return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local page = { "# Reference of the Lua SDK", "", "Written from the comments in the source; change it there." }
local api = {}

for _, module in ipairs(MODULES) do
	local found, about = functions(module)
	local short = module:gsub("/", ".")
	table.insert(page, "\n## omgservers." .. short .. "\n\n" .. about)
	table.insert(api, "- name: " .. module:match("[^/]+$") .. "\n  type: table")
	table.insert(api, "  desc: " .. quoted(about) .. "\n  members:")
	for _, entry in ipairs(found) do
		local heading = entry.mark .. entry.name .. "(" .. entry.signature .. ")"
		table.insert(page, "\n### " .. heading .. "\n\n" .. entry.text)
		table.insert(api, "  - name: " .. entry.name .. "\n    type: function\n    desc: " .. quoted(entry.text))
		local documented = {}
		for _, parameter in ipairs(entry.parameters) do
			documented[parameter.name] = parameter.about
		end
		if #entry.parameters > 0 then
			table.insert(page, "")
		end
		for _, parameter in ipairs(entry.parameters) do
			table.insert(page, "- `" .. parameter.name .. "`: " .. parameter.about)
		end
		if entry.signature ~= "" then
			table.insert(api, "    parameters:")
			for name in entry.signature:gmatch("[%w_.]+") do
				local about_it = documented[name] or ""
				table.insert(api, "    - name: " .. quoted(name) .. "\n      desc: " .. quoted(about_it))
			end
		end
		if entry.returned then
			table.insert(page, "\nReturns " .. entry.returned.about .. ".")
			table.insert(api, "    returns:\n    - desc: " .. quoted(entry.returned.about))
		end
	end
end

write("reference.md", page)
write("omgservers/omgservers.script_api", api)
