import { expect, test } from "vitest"
import type { Sample } from "../../live/live-state"
import { pointsOf } from "./card-points"
import type { History } from "./history"

const noon = Date.parse("2026-11-21T12:00:00Z")
const sample = (at: number): Sample => ({
	at,
	latencyMs: 50,
	commandsPerMin: 7,
	errorRate: 0,
	ackP99Ms: null,
	guilds: 3,
	supply: 100,
})
const history: History = {
	widthMs: 5_000,
	to: noon,
	markers: [],
	points: Array.from({ length: 180 }, (_, i) => ({
		t: noon - 5_000 * (180 - i),
		up: 1,
		commands: i < 100 ? null : 1,
		failed: i === 179 ? 1 : 0,
		errors: 0,
		latencyP50Ms: 40,
		latencyP95Ms: 90,
	})),
}

test("before what the page heard stands what the history knows, in the page's own time, sixty points in all", () => {
	const points = pointsOf("latencyMs", [sample(noon - 3_000), sample(noon)], history, 2_000)
	expect(points).toHaveLength(60)
	expect(points.map(({ value }) => value).slice(-3)).toEqual([40, 50, 50])
	expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).toSorted((a, b) => a - b))
})

test("commands are counted by the whole minute", () => {
	const values = pointsOf("commandsPerMin", [], history, 0).map(({ value }) => value)
	expect(values.at(-1)).toBe(12)
	expect(
		pointsOf("commandsPerMin", [], { ...history, points: history.points.slice(0, 105) }, 0).at(-1)?.value,
	).toBeNull()
})

test("what the history does not keep begins with the page", () => {
	expect(pointsOf("supply", [sample(noon)], history, 0)).toEqual([{ at: noon, value: 100 }])
})

test("failures are a part of the commands of five minutes", () => {
	const values = pointsOf("errorRate", [], history, 0).map(({ value }) => value)
	expect(values.slice(-2)).toEqual([0, 1 / 60])
})
