import { expect, test } from "vitest"
import { FakeClock } from "../testkit/fake-clock"
import { epoch, eventFrame, makeEvent, makeEvents, makeStats, statsFrame } from "../testkit/make"
import type { LiveAction } from "./live-state"
import { LiveStore } from "./live-store"

const frame = (frame: ReturnType<typeof statsFrame>, at = 0): LiveAction => ({ type: "frame", frame, at })
const live: LiveAction[] = [
	{ type: "opened", from: null, at: 0 },
	frame(statsFrame(3)),
	{ type: "loaded", stats: makeStats(3), page: { epoch, events: makeEvents(1, 3) } },
]
/** A store that is live, and when its readers are told from now on, in milliseconds. */
function watched() {
	const clock = new FakeClock()
	const store = new LiveStore(clock)
	for (const action of live) store.dispatch(action)
	clock.advance(2_000)
	const start = clock.now()
	const told: number[] = []
	store.subscribe(() => told.push(clock.now() - start))
	const event = (seq: number, fields = {}) => store.dispatch(frame(eventFrame(makeEvent(seq, fields))))
	return { clock, store, told, event }
}

/** A thousand events a second for five seconds, which happened at the given distance from each other. */
function rush({ clock, event }: ReturnType<typeof watched>, everyMs: number): void {
	const start = clock.now()
	for (let seq = 4; seq < 5_004; seq++) {
		event(seq, { time: new Date(start + seq * everyMs).toISOString() })
		clock.advance(1)
	}
	clock.advance(1_000)
}

function checkPace(told: readonly number[]): void {
	expect(told[0]).toBe(0)
	for (const at of told) {
		expect(told.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(10)
	}
}

test("at a thousand events a second the readers are told at once, and never more than ten times in one", () => {
	const watch = watched()
	rush(watch, 20) // a replay of what happened more slowly
	checkPace(watch.told)
	expect(watch.told.length).toBeGreaterThan(45)
	expect(watch.store.state().log.position?.seq).toBe(5_003)
})

test("where a flood only moves counts the readers are told of them four times a second", () => {
	const watch = watched()
	rush(watch, 1)
	checkPace(watch.told)
	expect(watch.told.length).toBeGreaterThan(18)
	expect(watch.told.length).toBeLessThan(30)
	expect(watch.store.state().log.position?.seq).toBe(5_003)
})

test("what comes now and then is told at once", () => {
	const { clock, told, event } = watched()
	for (let seq = 4; seq < 34; seq++) {
		event(seq)
		clock.advance(310)
	}
	expect(told).toEqual(Array.from({ length: 30 }, (_, index) => index * 310))
})

test("a debug event that follows its command's own waits a little, so that the next event need not", () => {
	const { clock, told, event } = watched()
	event(4, { traceId: "7" })
	clock.advance(3)
	event(5, { traceId: "7", severity: "debug" })
	clock.advance(999)
	expect(told).toEqual([0])
	clock.advance(1)
	expect(told).toEqual([0, 1_003])
})

test("a debug event that tells something by itself is told at once", () => {
	const { told, event } = watched()
	event(4, { traceId: "8", severity: "debug" })
	expect(told).toEqual([0])
})
