import { expect, test } from "vitest"
import { epoch, eventFrame, makeEvent, makeEvents, makeStats, statsFrame } from "../testkit/make"
import { initialState, type LiveAction, reduce } from "./live-state"

const live: LiveAction[] = [
	{ type: "opened", from: null, at: 0 },
	{ type: "frame", frame: statsFrame(3), at: 0 },
	{ type: "loaded", stats: makeStats(3), page: { epoch, events: makeEvents(1, 3) } },
]
const visible = (visible: boolean, at: number): LiveAction => ({ type: "visible", visible, at })
const event = (seq: number, at: number, other = {}): LiveAction => ({
	type: "frame",
	frame: eventFrame(makeEvent(seq, other)),
	at,
})
const cut = (at: number): LiveAction => ({
	type: "link",
	link: { state: "waiting", attempt: 1, retryAt: at, cause: "" },
	at,
})
const run = (...actions: LiveAction[]) => [...live, ...actions].reduce(reduce, initialState)

test("what came while the tab was hidden is told, by severity", () => {
	const state = run(
		visible(false, 1_000),
		event(4, 2_000),
		event(5, 3_000, { severity: "error" }),
		visible(true, 61_000),
	)
	expect(state.away).toEqual({ epoch, after: 3, until: 5, ms: 60_000, counts: { info: 1, error: 1 } })
	expect(reduce(state, { type: "away-read" }).away).toBeNull()
})

test("a glance elsewhere, or an absence in which nothing happened, is not told of", () => {
	expect(run(visible(false, 1_000), event(4, 2_000), visible(true, 20_000)).away).toBeNull()
	expect(run(visible(false, 1_000), visible(true, 90_000)).away).toBeNull()
})

test("what a lost connection brings back is told when it is whole again", () => {
	const resumed: LiveAction[] = [
		{ type: "opened", from: { epoch, seq: 3 }, at: 9_000 },
		{ type: "frame", frame: statsFrame(5), at: 9_000 },
		event(4, 9_001),
	]
	expect(run(cut(2_000), ...resumed).away).toBeNull()
	const back = run(cut(2_000), ...resumed, event(5, 9_002))
	expect(back.away).toMatchObject({ after: 3, until: 5, ms: 7_002 })
	expect(back.runs).toEqual([{ kind: "replayed", count: 5 }])
})

test("a blip is not told of", () => {
	const back = run(
		cut(2_000),
		{ type: "opened", from: { epoch, seq: 3 }, at: 2_500 },
		{ type: "frame", frame: statsFrame(4), at: 2_500 },
		event(4, 2_501),
	)
	expect(back.away).toBeNull()
})
