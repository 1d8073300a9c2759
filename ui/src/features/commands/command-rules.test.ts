import { expect, test } from "vitest"
import { ackMark, errorMark, lateMark, rateText } from "./command-rules"

test.each([
	[null, undefined],
	[84, "in time"],
	[1_999.9, "in time"],
	[2_000, "near limit"],
	[3_000, "too late"],
])("an answer within %s ms is %s", (p99, word) => {
	expect(ackMark(p99)?.word).toBe(word)
})

test.each([
	[null, undefined],
	[0, undefined],
	[0.049, undefined],
	[0.05, "warn"],
	[0.2, "error"],
])("an error rate of %s is told as %s", (rate, level) => {
	expect(errorMark(rate)?.level).toBe(level)
})

test.each([
	[0, 0, undefined],
	[null, null, undefined],
	[7, 0, "7 near"],
	[7, 2, "2 missed"],
])("%s near misses and %s missed are told as %s", (near, missed, word) => {
	expect(lateMark(near, missed)?.word).toBe(word)
})

test("a ratio is told in percent", () => {
	expect([0, 0.0004, 0.004, 1].map(rateText)).toEqual(["0 %", "<0.1 %", "0.4 %", "100 %"])
})
