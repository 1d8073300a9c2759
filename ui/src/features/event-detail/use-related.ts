import { useQuery } from "@tanstack/react-query"
import { requestJson } from "../../lib/http"
import { eventPageSchema } from "../../live/events"

/** Trace events, oldest first. Not asked for without a trace. */
export function useRelated(trace: string | undefined) {
	return useQuery({
		queryKey: ["related", trace],
		queryFn: async ({ signal }) => {
			const path = `/api/events?trace=${encodeURIComponent(trace ?? "")}&limit=50`
			const { events } = await requestJson(path, eventPageSchema, { signal })
			return events.toReversed()
		},
		enabled: trace !== undefined,
		staleTime: 10_000,
	})
}

export type Related = ReturnType<typeof useRelated>
