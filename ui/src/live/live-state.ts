import type { Absence, Away } from "./absence"
import { accounted, watched } from "./accounting"
import type { Run } from "./continuity"
import type { EventPage } from "./events"
import type { Frame } from "./frames"
import { gapLoaded, gapSkipped } from "./gaps"
import * as logs from "./log"
import type { Gap } from "./past"
import type { DashboardStats } from "./stats"
import { emptyTally, measured, type Tally } from "./tally"

/** What the socket is doing. Times are those of the page's own clock, in milliseconds. */
export type Link =
	| { readonly state: "connecting"; readonly attempt: number; readonly cause: string }
	| { readonly state: "open" }
	| { readonly state: "waiting"; readonly attempt: number; readonly retryAt: number; readonly cause: string }
	| { readonly state: "signed-out"; readonly why: SignedOut }

/** Why nobody is signed in any more: the session is over, or the account may do something else than before. */
export type SignedOut = "ended" | "rights"

/** One point of the small charts: what a STATS_UPDATE said, and when it came. */
export interface Sample {
	readonly at: number
	readonly latencyMs: number | null
	readonly commandsPerMin: number | null
	readonly errorRate: number | null
	readonly ackP99Ms: number | null
	readonly guilds: number | null
	readonly supply: number | null
}

export interface LiveState {
	readonly link: Link
	readonly online: boolean
	readonly log: logs.Log
	readonly stats: DashboardStats | null
	readonly samples: readonly Sample[]
	/** By how much the server's clock is ahead of the page's, in milliseconds, as its newest statistics tell. */
	readonly clockAheadMs: number
	readonly tally: Tally
	/** How the events of the page's life came, oldest first. */
	readonly runs: readonly Run[]
	readonly hidden: boolean
	readonly absence: Absence | null
	/** The last absence, until it is read about. */
	readonly away: Away | null
	/** When the last frame of any kind came. */
	readonly heardAt: number | null
	/** Since when the page has not been live, having been so before. */
	readonly downSince: number | null
	/** The replay under way; `to` is unknown until the connection's first statistics. */
	readonly replay: { readonly from: number; readonly to: number | null } | null
	/** When a poll was last answered, since the last connection. */
	readonly polledAt: number | null
	/** What is shown while the reader has paused the page. */
	readonly frozen: View | null
}

/** What the page draws of the state. */
export type View = Pick<LiveState, "log" | "stats" | "samples" | "tally" | "runs">

export type LiveAction =
	| { type: "link"; link: Link; at: number }
	| { type: "opened"; from: logs.Position | null; at: number }
	| { type: "heard"; at: number }
	| { type: "frame"; frame: Frame; at: number }
	| { type: "loaded"; stats: DashboardStats; page: EventPage }
	| { type: "polled"; stats: DashboardStats; page: EventPage; at: number }
	| { type: "gap-loaded"; gap: Gap; page: EventPage; complete: boolean }
	| { type: "gap-skipped"; gap: Gap }
	| { type: "visible"; visible: boolean; at: number }
	| { type: "away-read" }
	| { type: "network"; online: boolean }
	| { type: "paused"; paused: boolean }

export const initialState: LiveState = {
	link: { state: "connecting", attempt: 0, cause: "" },
	online: true,
	log: logs.emptyLog,
	stats: null,
	samples: [],
	clockAheadMs: 0,
	tally: emptyTally,
	runs: [],
	hidden: false,
	absence: null,
	away: null,
	heardAt: null,
	downSince: null,
	replay: null,
	polledAt: null,
	frozen: null,
}

/** 60 points: five minutes of statistics at the usual interval. */
const maxSamples = 60

/** The whole of the live state's rules, without a clock, a socket or a screen. */
export function reduce(state: LiveState, action: LiveAction): LiveState {
	const next = settled(step(state, action))
	return watched(next.log === state.log ? next : accounted(state, next, action), action)
}

function step(state: LiveState, action: LiveAction): LiveState {
	switch (action.type) {
		case "link":
			return linkChanged(state, action.link, action.at)
		case "opened":
			return {
				...state,
				link: { state: "open" },
				heardAt: action.at,
				polledAt: null,
				log: logs.opened(state.log, action.from !== null),
				replay: action.from && { from: action.from.seq, to: null },
			}
		case "heard":
			return { ...state, heardAt: action.at }
		case "frame":
			return { ...frameSeen(state, action.frame, action.at), heardAt: action.at }
		case "loaded":
			return {
				...state,
				log: logs.pageLoaded(state.log, action.page),
				stats: newer(state.stats, action.stats),
			}
		case "polled":
			return {
				...statsCame(state, newer(state.stats, action.stats), action.at),
				log: logs.polled(state.log, action.page),
				heardAt: action.at,
				polledAt: action.at,
			}
		case "gap-loaded":
			return inLogs(state, (log) => gapLoaded(log, action.gap, action.page, action.complete))
		case "gap-skipped":
			return inLogs(state, (log) => gapSkipped(log, action.gap))
		case "visible":
			return { ...state, hidden: !action.visible }
		case "away-read":
			return { ...state, away: null }
		case "network":
			return { ...state, online: action.online }
		case "paused":
			return { ...state, frozen: action.paused ? viewOf(state) : null }
	}
}

function viewOf({ frozen, log, stats, samples, tally, runs }: LiveState): View {
	return frozen ?? { log, stats, samples, tally, runs }
}

/** Changes the past, of the page that stands still too. */
function inLogs(state: LiveState, change: (log: logs.Log) => logs.Log): LiveState {
	const { frozen } = state
	return { ...state, log: change(state.log), frozen: frozen && { ...frozen, log: change(frozen.log) } }
}

/** Statistics that replace the known ones, and leave a point in the small charts. */
function statsCame(state: LiveState, stats: DashboardStats, at: number): LiveState {
	if (stats === state.stats) return state
	const serverTime = Date.parse(stats.serverTime ?? "")
	return {
		...state,
		stats,
		samples: [...state.samples, sample(stats, at)].slice(-maxSamples),
		tally: measured(state.tally, stats),
		clockAheadMs: Number.isNaN(serverTime) ? state.clockAheadMs : serverTime - at,
	}
}

function linkChanged(state: LiveState, link: Link, at: number): LiveState {
	const cut = state.link.state === "open" && link.state !== "open"
	return {
		...state,
		link,
		replay: null,
		downSince: cut && state.stats ? (state.downSince ?? at) : state.downSince,
	}
}

function frameSeen(state: LiveState, frame: Frame, at: number): LiveState {
	const { log } = state
	switch (frame.type) {
		case "STATS_UPDATE":
			return {
				...statsCame(state, frame.data, at),
				log: logs.statsSeen(log, { epoch: frame.epoch, seq: frame.seq }),
				replay: state.replay && { ...state.replay, to: state.replay.to ?? frame.seq },
			}
		case "NEW_EVENT":
			return { ...state, log: logs.eventsSeen(log, [frame.data]) }
		case "EVENT_BATCH":
			return { ...state, log: logs.eventsSeen(log, frame.data.events) }
		case "RESUMED":
			return {
				...state,
				log: logs.resumed(log, { epoch: frame.epoch, seq: frame.data.to }),
				replay: null,
			}
		case "RESET":
			return {
				...state,
				log: logs.resetSeen(log, { epoch: frame.epoch, seq: frame.data.seq }),
				replay: null,
			}
	}
}

/** Ends what has come true: a replay that reached its end, a page that is live again. */
function settled(state: LiveState): LiveState {
	const { log, link } = state
	const replay =
		state.replay?.to != null && log.position && log.position.seq >= state.replay.to ? null : state.replay
	const live = link.state === "open" && !replay && !log.loading && !log.fault
	const downSince = live ? null : state.downSince
	return replay === state.replay && downSince === state.downSince ? state : { ...state, replay, downSince }
}

function sample(stats: DashboardStats, at: number): Sample {
	return {
		at,
		latencyMs: stats.avgLatencyMs,
		commandsPerMin: stats.commands?.perMin ?? null,
		errorRate: stats.errorRate5m,
		ackP99Ms: stats.interactions?.ack?.p99 ?? null,
		guilds: stats.guildCount,
		supply: stats.economy?.supply == null ? null : Number(stats.economy.supply),
	}
}

/** The fetched statistics may be older than those the socket brought meanwhile. */
function newer(known: DashboardStats | null, fetched: DashboardStats): DashboardStats {
	if (!known || known.epoch !== fetched.epoch) return fetched
	return (fetched.serverTime ?? "") > (known.serverTime ?? "") ? fetched : known
}
