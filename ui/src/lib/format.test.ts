import { expect, test } from "vitest"
import {
	formatAmount,
	formatChange,
	formatClock,
	formatDuration,
	formatExactAmount,
	formatMs,
	formatOrdinal,
	formatPercent,
	formatRate,
	plural,
} from "./format"

test.each([
	["0", "0"],
	["999999", "999,999"],
	["1000000", "1 M"],
	["4210345", "4.21 M"],
	["-4210345", "-4.21 M"],
	["9007199254740993", "9,010 T"],
	["12.5", "–"],
	["", "–"],
	["1e9", "–"],
])("the amount %s is shown as %s", (amount, shown) => {
	expect(formatAmount(amount)).toBe(shown)
})

test("an amount beyond what a number holds is exact in full", () => {
	expect(formatExactAmount("9007199254740993")).toBe("9,007,199,254,740,993")
	expect(formatExactAmount("many")).toBeNull()
})

test.each([
	[0.44, "0.4"],
	[9.94, "9.9"],
	[9.96, "10"],
	[84.4, "84"],
	[1240, "1,240"],
])("%d milliseconds are shown as %s", (ms, shown) => {
	expect(formatMs(ms)).toBe(shown)
})

test.each([
	[0, "0"],
	[3, "3"],
	[2.5, "2.5"],
	[311.7, "312"],
])("the rate %d is shown as %s", (rate, shown) => {
	expect(formatRate(rate)).toBe(shown)
})

test.each([
	[42, "42 s"],
	[60, "1 min"],
	[11_523, "3 h 12 min"],
	[200_000, "2 d 7 h"],
])("%d seconds are shown as %s", (seconds, shown) => {
	expect(formatDuration(seconds)).toBe(shown)
})

test("attempts are counted as one says them", () => {
	expect([1, 2, 3, 4, 11, 12, 13, 21, 102].map(formatOrdinal)).toEqual([
		"1st",
		"2nd",
		"3rd",
		"4th",
		"11th",
		"12th",
		"13th",
		"21st",
		"102nd",
	])
})

test("one thing is singular, and many are grouped", () => {
	expect([0, 1, 2, 41_882].map((n) => plural(n, "event"))).toEqual([
		"0 events",
		"1 event",
		"2 events",
		"41,882 events",
	])
})

test("a time of day has hours, minutes and seconds; what is no time has none", () => {
	expect(formatClock("2026-11-21T18:56:03.123Z")).toMatch(/^\d\d:56:03$/)
	expect(formatClock("yesterday")).toBe("–")
})

test.each([
	[0, "0"],
	[0.04, "<0.1"],
	[0.44, "0.4"],
	[12.3, "12"],
])("%d percent are shown as %s", (percent, shown) => {
	expect(formatPercent(percent)).toBe(shown)
})

test.each([
	[100, 112, "+12 %"],
	[100, 80, "−20 %"],
	[0, 5, undefined],
	[0.001, 50, undefined],
])("from %d to %d is a change of %s", (before, now, shown) => {
	expect(formatChange(before, now)).toBe(shown)
})
