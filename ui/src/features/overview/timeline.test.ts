import * as v from "valibot"
import { expect, test } from "vitest"
import golden from "../../../../internal/web/testdata/wire/history.json"
import { counted, emptyTally } from "../../live/tally"
import { makeEvent } from "../../testkit/make"
import { type History, historySchema } from "./history"
import { timelineOf } from "./timeline"

const noon = Date.parse("2026-11-21T12:00:00Z")
const iso = (ms: number) => new Date(ms).toISOString()

function history(points: Partial<History["points"][number]>[]): History {
	return {
		widthMs: 5_000,
		to: noon,
		markers: [],
		points: points.map((point, i) => ({
			t: noon - 5_000 * (points.length - i),
			up: 1,
			commands: 0,
			failed: 0,
			errors: 0,
			latencyP50Ms: null,
			latencyP95Ms: null,
			...point,
		})),
	}
}

test("what the server answers is read, and each range has at most 720 points", () => {
	const read = v.parse(historySchema, golden)
	expect(read.yesterday).toEqual({ avgLatencyMs: 41.5, commandsPerMin: 3.25, errorRate: 0.01, ackP99: 240.5 })
	expect(read.markers).toEqual([{ at: Date.parse("2026-11-21T11:59:00.123Z"), message: "version 1.0.0" }])
	expect(read.points[2]).toMatchObject({ commands: 2, errors: 1, latencyP50Ms: 41.68 })
	for (const range of ["15m", "1h", "24h"] as const) {
		const { at } = timelineOf({ range, history: undefined, tally: emptyTally, now: noon, heardUntil: noon })
		expect(at.length).toBeGreaterThan(50)
		expect(at.length).toBeLessThanOrEqual(720)
	}
})

test("the page's own counts go on where the history ends, and nothing is counted twice", () => {
	const tally = counted(emptyTally, [
		makeEvent(1, { time: iso(noon - 4_000), type: "command.completed" }),
		makeEvent(2, { time: iso(noon + 1_000), type: "command.completed" }),
		makeEvent(3, { time: iso(noon + 2_000), type: "command.failed", severity: "error" }),
	])
	const line = timelineOf({
		range: "15m",
		history: history([{ commands: 7 }, { commands: 3 }]),
		tally,
		now: noon + 6_000,
		heardUntil: noon + 6_000,
	})
	expect(line.commands.slice(-4)).toEqual([7, 3, 2, 0])
	expect(line.errors.slice(-4)).toEqual([0, 0, 1, 0])
	expect(line.commands[0]).toBeNull()
})

test("when Aurora did not run stays blank for ever, in one piece", () => {
	const down = { up: 0, commands: null, errors: null }
	const line = timelineOf({
		range: "15m",
		history: history([{}, down, down, {}]),
		tally: emptyTally,
		now: noon,
		heardUntil: noon,
	})
	expect(line.blanks).toEqual([{ from: noon - 15_000, to: noon - 5_000, kind: "down" }])
})

test("what was not received is blank until it is", () => {
	const sources = { range: "15m", history: undefined, tally: emptyTally, now: noon } as const
	const cut = timelineOf({ ...sources, heardUntil: noon - 20_000 })
	expect(cut.blanks).toEqual([{ from: noon - 20_000, to: noon, kind: "unreceived" }])
	expect(timelineOf({ ...sources, heardUntil: noon - 6_000 }).blanks).toEqual([])
})
