import { createContext, use, useMemo, useSyncExternalStore } from "react"
import type { Away } from "../live/absence"
import { type Connection, connectionAt, freshnessAt, lagOf } from "../live/connection"
import type { Run } from "../live/continuity"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import type { LiveClient } from "../live/live-client"
import type { Sample } from "../live/live-state"
import type { Log } from "../live/log"
import type { Gap, Past } from "../live/past"
import type { DashboardStats } from "../live/stats"
import type { Tally } from "../live/tally"
import { useNow } from "./use-now"

/** The page's client. The context carries what never changes; what ticks is read from the client's store. */
export const LiveContext = createContext<LiveClient | null>(null)

export interface Continuity {
	received: number
	errors: number
	lost: number
	last: number | undefined
	/** How they came, oldest first. */
	runs: readonly Run[]
}

export interface Dashboard {
	/** Null until the first statistics came; from then on never null again. */
	stats: DashboardStats | null
	/** Statistics received in the last minutes, oldest first. */
	samples: readonly Sample[]
	/** Consecutive events, oldest first; null until the first page of them came. */
	events: readonly AuroraEvent[] | null
	/** The same as the feed's lines, those of a flood gathered. */
	lines: readonly Line[]
	/** What stays on the screen from before the last page of events. */
	past: Past
	/** What the last absence missed, until it is read about. */
	away: Away | null
	/** The page's own counts, for the end of the timeline. */
	tally: Tally
	conn: Connection
	/** The page's own time, in milliseconds since 1970. */
	now: number
	/** By how much the server's clock is ahead of the page's, in milliseconds. */
	clockAheadMs: number
	/** The age of the server's newest word in milliseconds; null before the first. */
	freshnessMs: number | null
	/** In this page's life: distinct events received, errors among them, holes never healed; and the last event's number. */
	continuity: Continuity
	/** How many events the server is known to have that are not shown: 0 where all is shown. */
	lag: number
	/** Whether what is shown stands still because the reader wants it so. */
	paused: boolean
	pause: () => void
	resume: () => void
	retryNow: () => void
	loadGap: (gap: Gap) => Promise<void>
	skipGap: (gap: Gap) => void
	awayRead: () => void
}

/** The page's client, for those who read of it what does not tick, or tell it something. */
export function useLiveClient(): LiveClient {
	const client = use(LiveContext)
	if (!client) throw new Error("the page needs a LiveContext around it")
	return client
}

/** The live state of the dashboard, at most ten times a second and once a second for what ages. */
export function useDashboardStats(): Dashboard {
	const client = useLiveClient()
	const state = useSyncExternalStore(client.store.subscribe, client.store.state)
	const now = useNow(client.ticker)
	const actions = useMemo(() => actionsOf(client), [client])
	const { log, stats, samples, tally, runs } = state.frozen ?? state
	const continuity = useMemo(() => continuityOf(log, runs), [log, runs])
	return {
		stats,
		samples,
		events: log.position && log.events,
		lines: log.lines,
		past: log.past,
		away: state.away,
		tally,
		conn: connectionAt(state, now),
		now,
		clockAheadMs: state.clockAheadMs,
		freshnessMs: freshnessAt(state, now),
		continuity,
		lag: lagOf(state),
		paused: state.frozen !== null,
		...actions,
	}
}

function continuityOf(log: Log, runs: readonly Run[]): Continuity {
	const { received, errors, lost, position } = log
	return { received, errors, lost, last: position?.seq, runs }
}

function actionsOf(client: LiveClient) {
	return {
		pause: () => client.pause(),
		resume: () => client.resume(),
		retryNow: () => client.retryNow(),
		loadGap: (gap: Gap) => client.loadGap(gap),
		skipGap: (gap: Gap) => client.skipGap(gap),
		awayRead: () => client.awayRead(),
	}
}
