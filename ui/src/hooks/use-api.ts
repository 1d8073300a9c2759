import { QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query"
import { useState, useSyncExternalStore } from "react"
import type * as v from "valibot"
import { RequestError, requestJson } from "../lib/http"
import { useLiveClient } from "./use-dashboard-stats"

/** The page's cache of answers. */
export function newQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				// A server of one's own may well be there where the internet is not.
				networkMode: "always",
				retry: (failures, error) => failures < 1 && !isRefusal(error),
			},
		},
	})
}

export type Answer<T> = UseQueryResult<T, Error>

/**
 * What the server answers at a path. It is asked again every so often, and when the tab is shown again; not while
 * the reader has paused the page, nor while they are signed out. To make it ask anew, invalidate the query key `[path]`.
 */
export function useApi<S extends v.GenericSchema>(
	path: string,
	schema: S,
	{ everyMs = 5_000 }: { everyMs?: number | false } = {},
): Answer<v.InferOutput<S>> {
	const still = useStandstill()
	return useQuery({
		queryKey: [path],
		queryFn: ({ signal }) => requestJson(path, schema, { signal }),
		refetchInterval: still ? false : everyMs,
		refetchOnWindowFocus: !still,
	})
}

/** What the last try failed with, also while the next one is under way; null after one that succeeded. */
export function useLastError({ status, error }: Answer<unknown>): Error | null {
	const [last, setLast] = useState(error)
	if (status === "pending") return last
	if (last !== error) setLast(error)
	return error
}

/** Whether what is shown is to stay as it is. */
export function useStandstill(): boolean {
	const { store } = useLiveClient()
	return useSyncExternalStore(store.subscribe, () => {
		const { frozen, link } = store.state()
		return frozen !== null || link.state === "signed-out"
	})
}

function isRefusal(error: Error): boolean {
	return error instanceof RequestError && error.status !== null && error.status < 500
}
