import { expect, test } from "vitest"
import { isTweened, tweened, tweenMs } from "./tween"

test.each([
	[100, 120, true],
	[1_000, 1_004, false],
	[1_000, 1_005, true],
	[1, 50, true],
	[1, 51, false],
	[0, 3, false],
	[84, 84, false],
	[Number.NaN, 84, false],
])("from %d to %d: %s", (from, to, moves) => {
	expect(isTweened(from, to)).toBe(moves)
})

test("a number begins where it was, ends where it is, and never goes beyond", () => {
	expect(tweened(100, 200, 0)).toBe(100)
	expect(tweened(100, 200, tweenMs)).toBe(200)
	expect(tweened(100, 200, 10 * tweenMs)).toBe(200)
	for (let ms = 0; ms < tweenMs; ms += 10)
		expect(tweened(100, 200, ms + 10)).toBeGreaterThan(tweened(100, 200, ms))
})
