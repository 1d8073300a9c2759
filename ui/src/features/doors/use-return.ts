import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { useLiveClient } from "../../hooks/use-dashboard-stats"
import { askMe, type Me, mePath } from "../../hooks/use-me"

const askEveryMs = 2_000

/**
 * For who may not look: asks again and again whether they may, and goes on with the page once they do. Returns what
 * the server says to them now; undefined until it has.
 */
export function useReturn(): Me | undefined {
	const client = useLiveClient()
	const queries = useQueryClient()
	// Forgotten with its last reader: the next time somebody is signed out it must not say that they are not.
	const { data: me } = useQuery({
		queryKey: [mePath, "return"],
		queryFn: askMe,
		refetchInterval: askEveryMs,
		gcTime: 0,
	})
	const admitted = Boolean(me?.role)
	useEffect(() => {
		if (!admitted) return
		client.signedIn()
		void queries.invalidateQueries()
	}, [admitted, client, queries])
	return me
}
