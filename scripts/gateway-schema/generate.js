// Writes the JSON Schema of the gateway's frames from discord-api-types, for the tests of the simulated Discord:
//   npm ci && npm run generate
// Run it after another version of discord-api-types was pinned, and commit the result. With a folder behind it, it
// writes there.
import { copyFileSync, writeFileSync } from "node:fs"
import { createGenerator } from "ts-json-schema-generator"

const folder = process.argv[2] ?? "../../internal/discord/discordsim/simtest/testdata"
const testdata = `${folder}/discord-gateway`

const schema = createGenerator({
	path: "frames.ts",
	type: "Frames",
	additionalProperties: true, // Discord sends more than it documents
	skipTypeCheck: true,
	jsDoc: "none",
}).createSchema("Frames")

// A bit field may hold any sum of its enumeration's values.
for (const name of Object.keys(schema.definitions)) {
	if (/Flags$/.test(name)) schema.definitions[name] = { type: "integer", minimum: 0 }
}
schema.definitions.Snowflake = { type: "string", pattern: "^[0-9]{1,20}$" }

relax(schema)

function relax(node) {
	if (typeof node !== "object" || node === null) return
	// The generator cannot narrow the type of a guild's channels and makes it one of nothing.
	if (Array.isArray(node.enum) && node.enum.length === 0) delete node.enum
	// Where the types say undefined, such as for the d of RECONNECT, Discord sends null or what means nothing.
	if (node.not) delete node.not
	Object.values(node).forEach(relax)
}

writeFileSync(`${testdata}.schema.json`, `${JSON.stringify(schema)}\n`)
copyFileSync("node_modules/discord-api-types/LICENSE", `${testdata}.LICENSE`)
