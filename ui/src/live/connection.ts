import type { LiveState, SignedOut } from "./live-state"
import { pollEveryMs } from "./poller"

/** What the page says of its connection. */
export type Connection =
	| { readonly state: "connecting" | "live" | "stale" | "offline" }
	| { readonly state: "signed-out"; readonly why: SignedOut }
	| { readonly state: "polling"; readonly everyMs: number }
	| { readonly state: "resuming"; readonly progress: { done: number; total: number } | null }
	| {
			readonly state: "reconnecting"
			/** The attempt under way or waited for, from 1. */
			readonly attempt: number
			/** Until the attempt; 0 while it is under way. */
			readonly retryInMs: number
			readonly cause: string
	  }

/** A cut shorter than this is not spoken of. */
const blipMs = 1_500
/** Silence of 2.4 intervals of the statistics, and at least so long, makes what is shown stale. */
const minStaleMs = 12_000
const staleIntervals = 2.4
/** A word of the server younger than this many intervals shows that there is a network, whatever the browser says. */
const freshIntervals = 1.4
const usualIntervalMs = 5_000

export function connectionAt(state: LiveState, now: number): Connection {
	const { link, downSince } = state
	if (link.state === "signed-out") return link
	if (downSince !== null && now - downSince < blipMs && !isStale(state, now)) return { state: "live" }
	if (link.state === "open") return openConnection(state, now)
	if (!state.online) return { state: "offline" }
	if (isPolling(state, now)) return { state: "polling", everyMs: pollEveryMs }
	if (link.attempt === 0) return { state: "connecting" }
	const retryInMs = link.state === "waiting" ? Math.max(0, link.retryAt - now) : 0
	return { state: "reconnecting", attempt: link.attempt, retryInMs, cause: link.cause }
}

/** Whether what is shown may no longer be true. */
export function isDated({ state }: Connection): boolean {
	return state === "stale" || state === "reconnecting" || state === "offline" || state === "signed-out"
}

/** How old the newest word of the server is; null before the first. */
export function freshnessAt(state: LiveState, now: number): number | null {
	return state.heardAt === null ? null : Math.max(0, now - state.heardAt)
}

/** How many events the server is known to have that are not on the screen: not here yet, or waiting for a paused page. */
export function lagOf({ log, stats, frozen }: LiveState): number {
	const { position, received } = log
	const unseen = frozen ? received - frozen.log.received : 0
	if (!stats || position?.epoch !== stats.epoch) return unseen
	return unseen + Math.max(0, stats.seq - position.seq)
}

/** Polls that are no longer answered are no connection. */
function isPolling({ polledAt }: LiveState, now: number): boolean {
	return polledAt !== null && now - polledAt < staleIntervals * pollEveryMs
}

function openConnection(state: LiveState, now: number): Connection {
	if (!state.stats || !state.log.position) return { state: "connecting" }
	if (!state.online && silentFor(state, now, freshIntervals)) return { state: "offline" }
	if (isStale(state, now)) return { state: "stale" }
	if (state.replay || state.log.loading) return { state: "resuming", progress: progress(state) }
	return { state: "live" }
}

function isStale(state: LiveState, now: number): boolean {
	return silentFor(state, now, staleIntervals) && (freshnessAt(state, now) ?? 0) >= minStaleMs
}

/** Whether nothing was heard for so many intervals of the statistics. */
function silentFor(state: LiveState, now: number, intervals: number): boolean {
	return (freshnessAt(state, now) ?? 0) >= intervals * (state.stats?.intervalMs ?? usualIntervalMs)
}

function progress({ replay, log }: LiveState): { done: number; total: number } | null {
	if (!replay || replay.to === null || !log.position) return null
	return { done: log.position.seq - replay.from, total: replay.to - replay.from }
}
