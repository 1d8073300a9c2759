import { expect, test } from "vitest"
import { epoch, eventFrame, makeEvent, makeEvents, makeStats, statsFrame } from "../testkit/make"
import { initialState, type LiveAction, type LiveState, reduce } from "./live-state"

const run = (actions: LiveAction[], from: LiveState = initialState) => actions.reduce(reduce, from)
const frame = (frame: ReturnType<typeof statsFrame>, at = 0): LiveAction => ({ type: "frame", frame, at })
const live: LiveAction[] = [
	{ type: "opened", from: null, at: 0 },
	frame(statsFrame(3)),
	{ type: "loaded", stats: makeStats(3), page: { epoch, events: makeEvents(1, 3) } },
]
const cut: LiveAction = {
	type: "link",
	link: { state: "waiting", attempt: 1, retryAt: 500, cause: "The connection was cut." },
	at: 100,
}

test("newer statistics replace older ones, and each leaves a point", () => {
	const state = run([...live, frame(statsFrame(4, { avgLatencyMs: 84 }), 5_000)])
	expect(state.stats?.avgLatencyMs).toBe(84)
	expect(state.samples.map((sample) => sample.latencyMs)).toEqual([null, 84])
})

test("fetched statistics do not replace newer ones from the socket", () => {
	const newer = frame(statsFrame(4, { serverTime: "2026-11-21T18:56:09Z", guildCount: 2 }))
	const older = makeStats(3, { serverTime: "2026-11-21T18:56:01Z", guildCount: 1 })
	const loaded: LiveAction = { type: "loaded", stats: older, page: { epoch, events: makeEvents(1, 3) } }
	expect(run([{ type: "opened", from: null, at: 0 }, newer, loaded]).stats?.guildCount).toBe(2)
})

test("a lost connection leaves everything on the screen", () => {
	const before = run(live)
	const after = run([cut], before)
	expect(after.stats).toBe(before.stats)
	expect(after.log.events).toBe(before.log.events)
	expect(after.downSince).toBe(100)
})

test("a replay has a known length from the first statistics to its end", () => {
	const resuming = run([...live, cut, { type: "opened", from: { epoch, seq: 3 }, at: 600 }])
	expect(resuming.replay).toEqual({ from: 3, to: null })
	const counted = run([frame(statsFrame(5)), frame(eventFrame(makeEvent(4)))], resuming)
	expect(counted).toMatchObject({ replay: { from: 3, to: 5 }, downSince: 100 })
	expect(run([frame(eventFrame(makeEvent(5)))], counted)).toMatchObject({ replay: null, downSince: null })
})

test("a replay of nothing is over at once", () => {
	const state = run([
		...live,
		cut,
		{ type: "opened", from: { epoch, seq: 3 }, at: 600 },
		frame(statsFrame(3)),
	])
	expect(state).toMatchObject({ replay: null, downSince: null })
})

test("what a poll brings is the newest there is, and leaves a point like any other", () => {
	const stats = makeStats(5, { serverTime: "2026-11-21T18:56:09Z", avgLatencyMs: 84 })
	const page = { epoch, events: makeEvents(4, 5) }
	const state = run([...live, cut, { type: "polled", stats, page, at: 9_000 }])
	expect(state).toMatchObject({ polledAt: 9_000, heardAt: 9_000, stats: { avgLatencyMs: 84 } })
	expect(state.log.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
	expect(state.samples.at(-1)).toMatchObject({ at: 9_000, latencyMs: 84 })
})
