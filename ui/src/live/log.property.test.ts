import fc from "fast-check"
import { expect, test } from "vitest"
import { makeEvents } from "../testkit/make"
import * as logs from "./log"

const epochs = fc.constantFrom("e1", "e2")
const seqs = fc.integer({ min: 0, max: 30 })
const place = fc.record({ epoch: epochs, seq: seqs })
/** Consecutive events from anywhere in either log: seen before, following, or beyond a hole. */
const run = fc
	.tuple(epochs, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 8 }))
	.map(([epoch, first, more]) => ({ epoch, events: makeEvents(first, first + more, { epoch }) }))

type Step = (log: logs.Log) => logs.Log

/** Whatever a server, a proxy or a bad memory may let happen to the page, sense or none. */
const steps = fc.oneof(
	fc.boolean().map(
		(resumed): Step =>
			(log) =>
				logs.opened(log, resumed),
	),
	place.map(
		(at): Step =>
			(log) =>
				logs.statsSeen(log, at),
	),
	run.map(
		({ events }): Step =>
			(log) =>
				logs.eventsSeen(log, events),
	),
	fc.array(run, { maxLength: 3 }).map((runs): Step => {
		const shuffled = runs.flatMap(({ events }) => events)
		return (log) => logs.eventsSeen(log, shuffled)
	}),
	place.map(
		(to): Step =>
			(log) =>
				logs.resumed(log, to),
	),
	place.map(
		(at): Step =>
			(log) =>
				logs.resetSeen(log, at),
	),
	run.map(
		(page): Step =>
			(log) =>
				logs.pageLoaded(log, page),
	),
	run.map(
		(page): Step =>
			(log) =>
				logs.polled(log, page),
	),
)

test("whatever comes in whatever order, what is shown is a piece of one log, each event once, and never nothing again", () => {
	fc.assert(
		fc.property(fc.array(steps, { maxLength: 60 }), (story) => {
			let log = logs.emptyLog
			for (const step of story) {
				const before = log
				log = step(log)
				const { events, lines, position } = log
				const first = events[0]?.seq ?? 1
				expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => first + i))
				for (const event of events) expect(event.epoch).toBe(position?.epoch)
				if (events.length > 0) expect(events.at(-1)?.seq).toBe(position?.seq)
				expect(lines.reduce((sum, line) => sum + line.count, 0)).toBe(events.length)
				if (before.events.length > 0) expect(events.length).toBeGreaterThan(0)
				expect(log.received).toBeGreaterThanOrEqual(before.received)
				expect(log.lost).toBeGreaterThanOrEqual(before.lost)
			}
		}),
		{ numRuns: 2_000 },
	)
})
