import { awayOf } from "./absence"
import { extended, recovered } from "./continuity"
import type { LiveAction, LiveState } from "./live-state"
import { counted, emptyTally } from "./tally"

/** Books what a step brought: how the events came, and what they add to the timeline. */
export function accounted(before: LiveState, after: LiveState, action: LiveAction): LiveState {
	const received = after.log.received - before.log.received
	const lost = after.log.lost - before.log.lost
	if (action.type === "gap-loaded") return { ...after, runs: recovered(before.runs, received) }
	if (received === 0 && lost === 0) return after
	const live = action.type === "frame" && !before.replay
	const runs = extended(before.runs, [
		{ kind: "lost", count: lost },
		{ kind: live ? "live" : "replayed", count: received },
	])
	const whole = lost === 0 && before.log.position?.epoch === after.log.position?.epoch
	const tally = counted(whole ? after.tally : emptyTally, after.log.events.slice(-received))
	return { ...after, runs, tally }
}

/** Notices that the reader, or the connection, has gone or is back. */
export function watched(state: LiveState, action: LiveAction): LiveState {
	const { hidden, downSince, absence, log } = state
	const now = "at" in action ? action.at : (state.heardAt ?? 0)
	const cut = downSince !== null
	if (hidden || cut) {
		if (absence) return cut && !absence.cut ? { ...state, absence: { ...absence, cut } } : state
		return log.position ? { ...state, absence: { from: log.position, since: downSince ?? now, cut } } : state
	}
	if (!absence || !log.position) return state
	const away = awayOf(absence, log.position, log.events, now)
	return { ...state, absence: null, away: away ?? state.away }
}
