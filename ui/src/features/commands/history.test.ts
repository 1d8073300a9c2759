import { expect, test } from "vitest"
import { curvesOf, latestMeasured, withBridges } from "./history"

const minute = (at: string, calls: number | null, p50: number | null) => ({
	at,
	calls,
	errors: calls === null ? null : 0,
	p50,
	p95: p50,
	p99: p50,
})

test("a line goes over a few quiet minutes, and breaks over many", () => {
	expect(withBridges([1, null, null, null, 5])).toEqual([1, undefined, undefined, undefined, 5])
	expect(withBridges([1, null, null, null, null, 6])).toEqual([1, null, null, null, null, 6])
})

test("no line leads to or from where nothing was measured", () => {
	expect(withBridges([null, 2, null])).toEqual([null, 2, null])
})

test("a minute of before the process has no calls, and one without a use has none either: 0 is not nothing", () => {
	const { at, curves } = curvesOf([
		minute("2026-11-22T04:00:00Z", null, null),
		minute("2026-11-22T04:01:00Z", 0, null),
	])
	expect(at).toEqual([Date.parse("2026-11-22T04:00:00Z"), Date.parse("2026-11-22T04:01:00Z")])
	expect(curves.find(({ name }) => name === "calls")?.values).toEqual([null, 0])
})

test("the legend tells the last minute with a use, or else the last one", () => {
	const quiet = minute("2026-11-22T04:02:00Z", 0, null)
	expect(latestMeasured([quiet, minute("2026-11-22T04:01:00Z", 3, 8), quiet])).toBe(1)
	expect(latestMeasured([quiet, quiet])).toBe(1)
})
