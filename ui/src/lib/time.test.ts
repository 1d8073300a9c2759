import { expect, test } from "vitest"
import { formatAge, formatEveryWay, formatInstant, formatTimeOfDay } from "./time"

const at = "2026-11-22T13:32:10.123Z"
const later = (ms: number) => formatAge(at, Date.parse(at) + ms)

test("an age is told by the second, then by 30 seconds, then by 5 minutes", () => {
	expect([500, 1_000, 4_900, 59_999].map(later)).toEqual(["now", "1 s ago", "4 s ago", "59 s ago"])
	expect([60_000, 89_999, 90_000, 150_000].map(later)).toEqual([
		"1 min ago",
		"1 min ago",
		"1 min 30 s ago",
		"2 min 30 s ago",
	])
	expect([600_000, 899_999, 900_000].map(later)).toEqual(["10 min ago", "10 min ago", "15 min ago"])
	expect([3_600_000, 5_399_999, 90_000_000].map(later)).toEqual([
		"1 h 0 min ago",
		"1 h 25 min ago",
		"1 d 1 h ago",
	])
})

test("what is yet to come is in so long, and a clock that is a little off is now", () => {
	expect([-400, -3_500, -120_000].map(later)).toEqual(["now", "in 3 s", "in 2 min"])
})

test("a time in UTC is marked so, and the date goes with its zone", () => {
	expect(formatTimeOfDay(at, "utc")).toBe("13:32:10Z")
	expect(formatInstant("2026-11-22T23:59:59Z", "utc")).toBe("22 Nov 2026, 23:59:59Z")
	expect(formatTimeOfDay(at, "local")).toMatch(/^\d\d:\d\d:10$/)
})

test("an instant in full is here, in UTC, and as it was written", () => {
	expect(formatEveryWay(at).split("\n")).toEqual([
		expect.stringMatching(/^2\d Nov 2026, \d\d:\d\d:10 here$/),
		"22 Nov 2026, 13:32:10Z",
		at,
	])
})

test("what is no time is shown as not measured", () => {
	expect(formatAge("soon", 0)).toBe("–")
	expect(formatTimeOfDay("", "utc")).toBe("–")
	expect(formatInstant("", "local")).toBe("–")
})
