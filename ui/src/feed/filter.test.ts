import { expect, test } from "vitest"
import { makeEvent } from "../testkit/make"
import { everything, filterOf, isEverything, matcher, queryOf, searchOf } from "./filter"
import { parseWords, wordsOf } from "./filter-words"
import { presetOf, presets, withPreset } from "./presets"

const event = makeEvent(7, {
	type: "command.failed",
	severity: "error",
	title: "Command failed",
	message: "/pay of mira: E_DB_TIMEOUT",
	shard: 3,
	guild: { id: "1236479582720317963", name: "Wandering Study Hall" },
	user: { id: "1187112825487453456", name: "mira" },
})

test("a filter comes back from the URL as it went there, ids to the last digit", () => {
	const search = {
		sev: "error,critical",
		type: "command.*",
		shard: "3",
		guild: "1236479582720317963",
		user: "1187112825487453456",
		q: "timeout",
	}
	expect(searchOf(filterOf(search))).toEqual(search)
	expect(matcher(filterOf(search))(event)).toBe(true)
	expect(isEverything(filterOf({}))).toBe(true)
})

test("what makes no sense in the URL is left out", () => {
	expect(filterOf({ sev: "loud,error", shard: "-1", user: "mira" })).toEqual({
		...everything,
		severities: ["error"],
	})
})

test.each([
	[{ ...everything, shard: 0 }, false],
	[{ ...everything, shard: 3 }, true],
	[{ ...everything, types: ["economy.*"] }, false],
	[{ ...everything, types: ["economy.*", "command.failed"] }, true],
	[{ ...everything, types: ["command"] }, false],
	[{ ...everything, severities: ["warn"] as const }, false],
	[{ ...everything, text: "e_db_timeout" }, true],
	[{ ...everything, text: "nova" }, false],
])("%j lets a failed command through: %s", (filter, passes) => {
	expect(matcher(filter)(event)).toBe(passes)
})

test("the server is asked in its own words", () => {
	const filter = { ...everything, ...presets.Errors, types: ["command.*", "rest.*"], text: "db" }
	expect(queryOf(filter)).toEqual({ severity: "error,critical", type: "command.*,rest.*", q: "db" })
	expect(queryOf(everything)).toEqual({})
})

test("of what the URL lists no more is taken than the server takes", () => {
	const many = Array.from({ length: 20 }, (_, i) => `t${i}`)
	expect(filterOf({ type: many.join(",") }).types).toEqual(many.slice(0, 16))
})

test("words are read as they are typed, and written back the same", () => {
	const typed = "sev:error,critical type:command.* shard:3 db timeout"
	const { filter, problem } = parseWords(typed)
	expect(problem).toBeNull()
	expect(filter).toMatchObject({ severities: ["error", "critical"], types: ["command.*"], shard: 3 })
	expect(filter.text).toBe("db timeout")
	expect(wordsOf(filter)).toBe(typed)
	expect(parseWords("sev: x").filter).toEqual({ ...everything, text: "x" })
})

test("a value that a field cannot take is answered with what it takes", () => {
	expect(parseWords("shard:first").problem).toBe("shard takes a number from 0")
	expect(parseWords("user:mira").problem).toContain("user takes an id")
	expect(parseWords("sev:error,loud").problem).toContain("debug, info, notice, warn, error, critical")
})

test("a preset replaces severities and types, and All clears everything", () => {
	const filter = { ...everything, shard: 3 }
	expect(withPreset(filter, "Errors")).toMatchObject({ shard: 3, severities: ["error", "critical"] })
	expect(presetOf(withPreset(filter, "Gateway"))).toBe("Gateway")
	expect(presetOf({ ...filter, types: ["quest.*"] })).toBeUndefined()
	expect(withPreset(filter, "All")).toEqual(everything)
})
