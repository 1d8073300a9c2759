import fc from "fast-check"
import { expect, test } from "vitest"
import { makeEvent } from "../testkit/make"
import type { AuroraEvent } from "./events"
import { eventsOf, gather, type Line } from "./feed"

const start = Date.parse("2026-11-21T18:56:00Z")

/** So many events with the same distance in time, one after the other of each of the types. */
function stream(count: number, everyMs: number, types = ["shop.sold"]): AuroraEvent[] {
	return Array.from({ length: count }, (_, i) =>
		makeEvent(i + 1, {
			time: new Date(start + i * everyMs).toISOString(),
			type: types[i % types.length] ?? "",
		}),
	)
}

const sizes = (lines: readonly Line[]) => lines.map(({ count }) => count)
const total = (lines: readonly Line[]) => sizes(lines).reduce((sum, count) => sum + count, 0)

test("at fifty a second every event has a line of its own, above it the page gathers them", () => {
	expect(sizes(gather([], stream(600, 20), 0))).toEqual(Array(600).fill(1))
	expect(gather([], stream(600, 19), 0).length).toBeLessThan(10)
})

test("a flood of a thousand a second is a line for each kind and five seconds", () => {
	const lines = gather([], stream(10_000, 1, ["shop.sold", "quest.done"]), 0)
	expect(sizes(lines)).toEqual([2_500, 2_500, 2_500, 2_500])
	expect(lines.map(({ last }) => last)).toEqual([4_999, 5_000, 9_999, 10_000])
})

test("an error among the others keeps its own line", () => {
	const events = stream(1_000, 1)
	events[700] = { ...(events[700] as AuroraEvent), severity: "error" }
	expect(gather([], events, 0).map(({ event, count }) => [event.severity, count])).toEqual([
		["info", 999],
		["error", 1],
	])
})

test("what was shown one by one before the flood stays so", () => {
	const events = stream(2_000, 1)
	const before = gather([], events.slice(0, 100), 0)
	const lines = gather(before, events, 100)
	expect(lines.slice(0, 100)).toEqual(before)
	expect(sizes(lines.slice(100))).toEqual([1_900])
})

test("a gathered line knows its events", () => {
	const events = stream(1_000, 1, ["shop.sold", "quest.done"])
	const line = gather([], events, 0)[1] as Line
	expect(eventsOf(line, events)).toEqual(events.filter(({ type }) => type === "quest.done"))
	expect(eventsOf(line, events.slice(900))).toHaveLength(50)
})

test("however the events are cut into batches, each is in one line, and no line but a flood's last changes", () => {
	const speeds = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
	const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 20 })
	fc.assert(
		fc.property(speeds, cuts, (everyMs, lengths) => {
			let at = start
			const events = everyMs.flatMap((step, speed) =>
				Array.from({ length: 200 }, (_, i) => {
					at += step
					return makeEvent(speed * 200 + i + 1, {
						time: new Date(at).toISOString(),
						type: i % 3 ? "shop.sold" : "quest.done",
					})
				}),
			)
			let lines: Line[] = []
			let seen = 0
			for (const length of [...lengths, events.length]) {
				const before = lines
				lines = gather(lines, events.slice(0, seen + length), seen)
				seen = Math.min(seen + length, events.length)
				expect(total(lines)).toBe(seen)
				expect(lines.slice(0, before.length).map(({ key }) => key)).toEqual(before.map(({ key }) => key))
				const changed = before.filter((line, i) => line !== lines[i])
				for (const line of changed) expect(line.window).toBe(before.at(-1)?.window)
			}
			const counted = lines.flatMap((line) => (line.window === null ? line.event : eventsOf(line, events)))
			expect(counted.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(events.map(({ seq }) => seq))
		}),
	)
})
