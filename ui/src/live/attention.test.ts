import { expect, test } from "vitest"
import { makeEvents, makeStats } from "../testkit/make"
import { attentionTo, seenNow } from "./attention"
import { initialState, type LiveState } from "./live-state"

const epoch = "k3v9"

/** A state in which so many events of each severity came, in this order. */
function after(info: number, error = 0, critical = 0, health = "ok"): LiveState {
	const events = [
		...makeEvents(1, info),
		...makeEvents(info + 1, info + error, { severity: "error" }),
		...makeEvents(info + error + 1, info + error + critical, { severity: "critical" }),
	]
	const seq = events.length
	return {
		...initialState,
		stats: makeStats(seq, { health }),
		log: { ...initialState.log, events, position: { epoch, seq }, errors: error + critical },
	}
}

test("what came before the tab was last looked at is no news", () => {
	const state = after(3, 2)
	expect(attentionTo(state, seenNow(state))).toEqual({ unseen: 0, worst: "none" })
})

test("errors that came since are counted, and the worst of them is told", () => {
	const seen = seenNow(after(3))
	expect(attentionTo(after(3, 2), seen)).toEqual({ unseen: 2, worst: "error" })
	expect(attentionTo(after(3, 2, 1), seen)).toEqual({ unseen: 3, worst: "critical" })
})

test("an old critical event makes a new error no worse", () => {
	const critical = { ...after(3), log: { ...after(3, 0, 1).log } }
	const seen = seenNow(critical)
	const log = { ...critical.log, position: { epoch, seq: 5 }, errors: 2 }
	log.events = [...log.events, ...makeEvents(5, 5, { severity: "error" })]
	expect(attentionTo({ ...critical, log }, seen)).toEqual({ unseen: 1, worst: "error" })
})

test("a bot in ill health is told also to those who look", () => {
	const down = after(1, 0, 0, "down")
	const degraded = after(1, 0, 0, "degraded")
	expect(attentionTo(down, seenNow(down))).toEqual({ unseen: 0, worst: "critical" })
	expect(attentionTo(degraded, seenNow(degraded))).toEqual({ unseen: 0, worst: "warn" })
})
