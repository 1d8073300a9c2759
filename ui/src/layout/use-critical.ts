import { useSyncExternalStore } from "react"
import { useLiveClient } from "../hooks/use-dashboard-stats"
import { criticalNow } from "../live/attention"

/** What is critical now, in words; also while the page is paused. */
export function useCritical(): string {
	const { store } = useLiveClient()
	return useSyncExternalStore(store.subscribe, () => criticalNow(store.state()))
}
