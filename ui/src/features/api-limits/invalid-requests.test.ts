import { expect, test } from "vitest"
import { invalidMark, projection } from "./invalid-requests"

const limit = 10_000

test.each([
	[0, 0, "ok"],
	[4_999, 0, "ok"],
	[5_000, 0, "warn"],
	[8_000, 0, "error"],
	[10, 5_000, "warn"],
	[10, 12_000, "error"],
	[10_000, 0, "error"],
])("%d refused and %d foreseen is %s", (count10m, projected10m, level) => {
	expect(invalidMark({ count10m, limit, projected10m }).level).toBe(level)
})

test("what was not counted is told so, not as 0", () => {
	expect(invalidMark({ count10m: null, limit, projected10m: null }).word).toBe("not counted")
	expect(projection({ count10m: null, limit, projected10m: null })).toContain("Not enough is known")
})

test("a pace that reaches the limit is told with the time that is left", () => {
	expect(projection({ count10m: 4_000, limit, projected10m: 12_000 })).toMatch(/12,000.*in about 5 min\.$/)
	expect(projection({ count10m: 20, limit, projected10m: 40 })).toMatch(/becomes 40 in 10 minutes\.$/)
	expect(projection({ count10m: 20, limit, projected10m: 0 })).toMatch(/goes down/)
	expect(projection({ count10m: 0, limit, projected10m: 0 })).toMatch(/refused nothing/)
})
