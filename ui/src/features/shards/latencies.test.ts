import { expect, test } from "vitest"
import type { Shard } from "./answers"
import { curvesOf, latenciesOf, readingAt } from "./latencies"

const from = Date.parse("2026-11-22T04:00:00Z")

/** A shard whose heartbeats came so many seconds after four o'clock. */
function shard(id: number, ...beats: [second: number, ms: number][]): Shard {
	return {
		id,
		state: "ready",
		latencyMs: null,
		lastAckAgeMs: null,
		missedAcks: 0,
		guilds: 1,
		unavailable: 0,
		eventsPerSec: 0,
		lastCloseCode: null,
		resumes24h: 0,
		since: null,
		identifies24h: 1,
		latencies: beats.map(([second, ms]) => ({ at: new Date(from + second * 1_000).toISOString(), ms })),
	}
}

test("shards that answer one after another share one axis, and no line breaks between two heartbeats", () => {
	const { at, of } = latenciesOf([shard(0, [0, 40], [2, 41]), shard(1, [1, 90], [3, 91])])
	expect(at).toEqual([0, 1, 2, 3].map((second) => from + second * 1_000))
	expect(of.get(0)).toEqual([40, undefined, 41, undefined])
	expect(of.get(1)).toEqual([undefined, 90, undefined, 91])
})

test("the line of a shard that was silent for long breaks", () => {
	const { of } = latenciesOf([shard(0, [0, 40], [5, 41], [10, 42], [60, 43], [65, 44])])
	const values = of.get(0) ?? []
	expect(values.slice(0, 11).includes(null)).toBe(false)
	expect(values.slice(11, 60)).toContain(null)
})

test("hours of heartbeats make no more instants than can be seen", () => {
	const beats = Array.from({ length: 60 }, (_, i): [number, number] => [i * 41.25, 50 + i])
	const { at, of } = latenciesOf([shard(0, ...beats)])
	expect(at.length).toBeLessThanOrEqual(181)
	expect(of.get(0)?.filter((value) => value != null)).toHaveLength(60)
})

test("what a shard has told last holds until it tells another; where it was silent nothing does", () => {
	const latencies = {
		at: [1, 2, 3],
		of: new Map([
			[0, [40, undefined, 44]],
			[1, [undefined, 90, null]],
		]),
	}
	expect(readingAt(latencies, 1)).toEqual([
		{ id: 0, ms: 40 },
		{ id: 1, ms: 90 },
	])
	expect(readingAt(latencies, 2)).toEqual([{ id: 0, ms: 44 }])
})

test("the shard one looks at is drawn above the others; one that is gone changes nothing", () => {
	const latencies = latenciesOf([shard(0, [0, 40]), shard(1, [0, 90])])
	expect(curvesOf(latencies, 0).map(({ name, alpha }) => [name, alpha])).toEqual([
		["shard 1", 0.4],
		["shard 0", 1],
	])
	expect(curvesOf(latencies, 7)).toHaveLength(2)
})

test("no heartbeat yet is no chart", () => {
	expect(latenciesOf([shard(0)]).at).toEqual([])
})
