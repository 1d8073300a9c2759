import { expect, test } from "vitest"
import { epoch, eventFrame, makeEvent, makeEvents, makeStats, statsFrame } from "../testkit/make"
import { connectionAt } from "./connection"
import type { Frame } from "./frames"
import { initialState, type LiveAction, reduce } from "./live-state"

const after = (...actions: LiveAction[]) => actions.reduce(reduce, initialState)
const live: LiveAction[] = [
	{ type: "opened", from: null, at: 0 },
	{ type: "frame", frame: statsFrame(3), at: 0 },
	{ type: "loaded", stats: makeStats(3), page: { epoch, events: makeEvents(1, 3) } },
]
const lost: LiveAction = {
	type: "link",
	link: { state: "waiting", attempt: 3, retryAt: 14_000, cause: "The connection was cut." },
	at: 10_000,
}

test("before anything came the page is connecting", () => {
	expect(connectionAt(initialState, 0)).toEqual({ state: "connecting" })
	expect(connectionAt(after({ type: "opened", from: null, at: 0 }), 0)).toEqual({ state: "connecting" })
})

test("a page that is whole and hears the server is live, and stale after 12 s of silence", () => {
	const state = after(...live)
	expect(connectionAt(state, 11_999)).toEqual({ state: "live" })
	expect(connectionAt(state, 12_000)).toEqual({ state: "stale" })
	expect(connectionAt(reduce(state, { type: "heard", at: 12_000 }), 12_000)).toEqual({ state: "live" })
})

test("a server with a longer interval is not stale before 2.4 of them", () => {
	const state = after(...live, { type: "frame", frame: statsFrame(3, { intervalMs: 30_000 }), at: 0 })
	expect(connectionAt(state, 71_999)).toEqual({ state: "live" })
	expect(connectionAt(state, 72_000)).toEqual({ state: "stale" })
})

test("a cut is not spoken of for a second and a half, then with its countdown", () => {
	const state = after(...live, lost)
	expect(connectionAt(state, 11_499)).toEqual({ state: "live" })
	expect(connectionAt(state, 11_500)).toEqual({
		state: "reconnecting",
		attempt: 3,
		retryInMs: 2_500,
		cause: "The connection was cut.",
	})
})

test("a connection that is given up after a long silence is not live again for a second and a half", () => {
	const state = after(...live, { ...lost, at: 20_000 })
	expect(connectionAt(state, 20_000)).toMatchObject({ state: "reconnecting" })
})

test("without a network there is no countdown", () => {
	const state = after(...live, lost, { type: "network", online: false })
	expect(connectionAt(state, 12_000)).toEqual({ state: "offline" })
})

test("without a network an open connection is believed as long as something is heard on it", () => {
	const state = after(...live, { type: "network", online: false })
	expect(connectionAt(state, 6_999)).toEqual({ state: "live" })
	expect(connectionAt(state, 7_000)).toEqual({ state: "offline" })
	expect(connectionAt(reduce(state, { type: "heard", at: 7_000 }), 7_000)).toEqual({ state: "live" })
})

test("a long replay tells how far it is", () => {
	const opened: LiveAction = { type: "opened", from: { epoch, seq: 3 }, at: 14_000 }
	const state = after(...live, lost, opened)
	expect(connectionAt(state, 14_000)).toEqual({ state: "resuming", progress: null })
	const replaying = [statsFrame(3_123), eventFrame(makeEvent(4))].reduce(
		(before, frame) => reduce(before, { type: "frame", frame, at: 14_000 }),
		state,
	)
	expect(connectionAt(replaying, 14_000)).toEqual({ state: "resuming", progress: { done: 1, total: 3_120 } })
})

test("a page that is fetched anew behind the old screen is catching up", () => {
	const frame: Frame = { type: "RESET", epoch, data: { reason: "too_far", seq: 20_000 } }
	const state = after(...live, { type: "frame", frame, at: 0 })
	expect(connectionAt(state, 0)).toEqual({ state: "resuming", progress: null })
})

test("signed out is said at once", () => {
	const state = after(...live, { type: "link", link: { state: "signed-out", why: "ended" }, at: 10_000 })
	expect(connectionAt(state, 10_000)).toEqual({ state: "signed-out", why: "ended" })
})
