import { createContext, use, useCallback, useSyncExternalStore } from "react"
import { type Connection, connectionAt, freshnessAt } from "../live/connection"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import type { LiveClient } from "../live/live-client"
import type { Sample } from "../live/live-store"
import type { DashboardStats } from "../live/stats"
import { useNow } from "./use-now"

/** The page's client. The context carries what never changes; what ticks is read from the client's store. */
export const LiveContext = createContext<LiveClient | null>(null)

export interface Dashboard {
	/** Null until the first statistics came; from then on never null again. */
	stats: DashboardStats | null
	/** Statistics received in the last minutes, oldest first. */
	samples: readonly Sample[]
	/** Consecutive events, oldest first; null until the first page of them came. */
	events: readonly AuroraEvent[] | null
	/** The same as the feed's lines, those of a flood gathered. */
	lines: readonly Line[]
	conn: Connection
	/** The age of the server's newest word in milliseconds; null before the first. */
	freshnessMs: number | null
	/** In this page's life: distinct events received, errors among them, holes never healed. */
	continuity: { received: number; errors: number; lost: number }
	retryNow: () => void
}

/** The live state of the dashboard, at most ten times a second and once a second for what ages. */
export function useDashboardStats(): Dashboard {
	const client = use(LiveContext)
	if (!client) throw new Error("useDashboardStats needs a LiveContext around it")
	const state = useSyncExternalStore(client.store.subscribe, client.store.state)
	const now = useNow(client.clock)
	const retryNow = useCallback(() => client.retryNow(), [client])
	const { log, stats, samples } = state
	return {
		stats,
		samples,
		events: log.position && log.events,
		lines: log.lines,
		conn: connectionAt(state, now),
		freshnessMs: freshnessAt(state, now),
		continuity: log,
		retryNow,
	}
}
