import * as v from "valibot"
import { type EventPage, eventPageSchema } from "./events"
import { type DashboardStats, statsSchema } from "./stats"

/** What the page fetches before it follows the socket, and instead of it. */
export interface Api {
	stats(signal: AbortSignal): Promise<DashboardStats>
	/** The newest events. */
	events(signal: AbortSignal): Promise<EventPage>
	/** The first events after seq, at most {@link pageSize}. */
	eventsAfter(seq: number, signal: AbortSignal): Promise<EventPage>
}

/** The server refused the request. */
export class Refused extends Error {
	readonly status: number

	constructor(path: string, status: number) {
		super(`${path} answered ${status}`)
		this.status = status
	}
}

/** As many as the server gives at once. */
export const pageSize = 500
const timeoutMs = 15_000

export const httpApi: Api = {
	stats: (signal) => fetchJson("/api/stats", statsSchema, signal),
	events: (signal) => fetchJson("/api/events?limit=50", eventPageSchema, signal),
	eventsAfter: (seq, signal) =>
		fetchJson(`/api/events?after=${seq}&limit=${pageSize}`, eventPageSchema, signal),
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
	if (!response.ok) throw new Refused(path, response.status)
	return v.parse(schema, await response.json())
}
