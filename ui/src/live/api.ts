import * as v from "valibot"
import { type EventPage, eventPageSchema } from "./events"
import { type DashboardStats, statsSchema } from "./stats"

/** What the page fetches before it follows the socket. */
export interface Api {
	stats(signal: AbortSignal): Promise<DashboardStats>
	/** The newest events. */
	events(signal: AbortSignal): Promise<EventPage>
}

const timeoutMs = 15_000

export const httpApi: Api = {
	stats: (signal) => fetchJson("/api/stats", statsSchema, signal),
	events: (signal) => fetchJson("/api/events?limit=50", eventPageSchema, signal),
}

async function fetchJson<S extends v.GenericSchema>(
	path: string,
	schema: S,
	signal: AbortSignal,
): Promise<v.InferOutput<S>> {
	const response = await fetch(path, {
		signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
		headers: { accept: "application/json" },
		cache: "no-store",
	})
	if (!response.ok) throw new Error(`${path} answered ${response.status}`)
	return v.parse(schema, await response.json())
}
