import { useEffect, useSyncExternalStore } from "react"
import type * as v from "valibot"
import type { Answer } from "./use-api"
import { useApi } from "./use-api"
import { useLiveClient } from "./use-dashboard-stats"

/**
 * What the server answers at a path, asked again with every word of the bot's state: each few seconds, and at once
 * when a shard's state changes. It is as fresh as the header says, and stands still while the page is paused.
 */
export function useLiveApi<S extends v.GenericSchema>(path: string, schema: S): Answer<v.InferOutput<S>> {
	const { store } = useLiveClient()
	const heard = useSyncExternalStore(store.subscribe, () => (store.state().frozen ?? store.state()).stats)
	const answer = useApi(path, schema, { everyMs: false })
	const { refetch } = answer
	useEffect(() => {
		if (heard) void refetch({ cancelRefetch: false })
	}, [heard, refetch])
	return answer
}
