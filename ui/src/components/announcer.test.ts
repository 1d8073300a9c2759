import { expect, test } from "vitest"
import { type News, summarize } from "./announcer"

const before: News = { received: 100, errors: 3, state: "live" }

test("what came is told in one sentence", () => {
	expect(summarize(before, { ...before, received: 114, errors: 4 })).toBe("14 events, 1 error")
	expect(summarize(before, { ...before, received: 101 })).toBe("1 event")
})

test("nothing is told of nothing", () => {
	expect(summarize(before, before)).toBe("")
})

test("a connection lost and found is told", () => {
	expect(summarize(before, { ...before, state: "reconnecting" })).toBe("Connection lost.")
	expect(summarize({ ...before, state: "resuming" }, { ...before, received: 120 })).toBe(
		"Connected. 20 events",
	)
})
