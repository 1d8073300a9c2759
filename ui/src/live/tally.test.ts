import { expect, test } from "vitest"
import { makeEvent, makeStats } from "../testkit/make"
import { bucketMs, counted, emptyTally, measured } from "./tally"

const second = (s: number) => new Date(Date.parse("2026-11-21T18:56:00Z") + s * 1_000).toISOString()

test("events are counted in the five seconds of their own time, late or not", () => {
	const tally = counted(emptyTally, [
		makeEvent(1, { time: second(1), type: "command.completed" }),
		makeEvent(2, { time: second(7), type: "command.failed", severity: "error" }),
		makeEvent(3, { time: second(4) }),
	])
	expect(tally.buckets.map(({ events, commands, errors }) => [events, commands, errors])).toEqual([
		[2, 1, 0],
		[1, 1, 1],
	])
	expect(tally.since).toBe(Date.parse(second(1)))
})

test("the latency of the moment belongs to its bucket", () => {
	const stats = makeStats(1, { serverTime: second(6), gateway: { latency: { p50: 40, p95: 90 } } })
	const { buckets } = measured(counted(emptyTally, [makeEvent(1, { time: second(7) })]), stats)
	expect(buckets).toEqual([
		{
			at: Date.parse(second(5)),
			events: 1,
			commands: 0,
			errors: 0,
			latencyP50Ms: 40,
			latencyP95Ms: 90,
		},
	])
})

test("a quarter of an hour is kept, and not much more", () => {
	let tally = emptyTally
	for (let i = 0; i < 1_000; i++)
		tally = counted(tally, [makeEvent(i + 1, { time: second((i * bucketMs) / 1_000) })])
	expect(tally.buckets).toHaveLength(200)
	expect(tally.buckets.length * bucketMs).toBeGreaterThan(15 * 60_000)
})
