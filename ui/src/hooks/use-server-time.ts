import { useSyncExternalStore } from "react"
import type { LiveClient } from "../live/live-client"
import { useLiveClient } from "./use-dashboard-stats"

/**
 * A text about the server's time of now. It is made anew every second, and its reader is rendered only where it
 * comes out otherwise.
 */
export function useServerTime(text: (now: number) => string): string {
	const client = useLiveClient()
	return useSyncExternalStore(client.ticker.subscribe, () => text(serverTime(client)))
}

/** The server's time at the last tick. */
function serverTime({ ticker, store }: LiveClient): number {
	return ticker.now() + store.state().clockAheadMs
}
