import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { requestJson } from "../../lib/http"
import type { Connection } from "../../live/connection"
import { historySchema, type Range } from "./history"

/** The page counts on by itself; where its own buckets are too fine, the past is fetched again now and then. */
const refetchMs: Record<Range, number | false> = { "15m": false, "1h": 60_000, "24h": 300_000 }

/** After these there may be a time that the page did not see. */
const broken: ReadonlySet<Connection["state"]> = new Set(["stale", "reconnecting", "offline", "polling"])

/** The past in figures; fetched anew after the connection was lost, for what happened meanwhile. */
export function useHistory(range: Range, state: Connection["state"]) {
	const queries = useQueryClient()
	const isBroken = broken.has(state)
	useEffect(() => {
		if (!isBroken) return
		return () => void queries.invalidateQueries({ queryKey: ["history"] })
	}, [isBroken, queries])
	return useQuery({
		queryKey: ["history", range],
		queryFn: ({ signal }) => requestJson(`/api/history?range=${range}`, historySchema, { signal }),
		staleTime: Number.POSITIVE_INFINITY,
		refetchInterval: refetchMs[range],
		refetchOnWindowFocus: false,
	})
}
