import { expect, test } from "vitest"
import { SteadyScale } from "./steady-scale"

test("an axis grows at once, and shrinks only after thirty seconds", () => {
	const scale = new SteadyScale(10)
	expect(scale.top(84, 0)).toBe(100)
	expect(scale.top(140, 1_000)).toBe(150)
	expect(scale.top(20, 30_999)).toBe(150)
	expect(scale.top(20, 31_000)).toBe(20)
})

test("of nothing there is still an axis", () => {
	expect(new SteadyScale(10).top(0, 0)).toBe(10)
})
