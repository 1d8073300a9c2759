import { useSyncExternalStore } from "react"
import type { Ticker } from "../live/ticker"

/** The time, told anew every second, to all who ask at once. */
export function useNow(ticker: Ticker): number {
	return useSyncExternalStore(ticker.subscribe, ticker.now)
}
