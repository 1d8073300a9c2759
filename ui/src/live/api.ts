import * as v from "valibot"
import { requestJson } from "../lib/http"
import { type EventPage, eventPageSchema } from "./events"
import { type DashboardStats, statsSchema } from "./stats"

/** What the page fetches before it follows the socket, and instead of it. */
export interface Api {
	stats(signal: AbortSignal): Promise<DashboardStats>
	/** The newest events. */
	events(signal: AbortSignal): Promise<EventPage>
	/** The first events after seq, at most {@link pageSize}. */
	eventsAfter(seq: number, signal: AbortSignal): Promise<EventPage>
	/** The last events before seq, newest first, at most {@link pageSize}. */
	eventsBefore(seq: number, signal: AbortSignal): Promise<EventPage>
	/** Whether the server lets the page's user look. */
	admitted(signal: AbortSignal): Promise<boolean>
}

const admittedSchema = v.object({ role: v.nullable(v.string()) })

/** As many as the server gives at once. */
export const pageSize = 500

export const httpApi: Api = {
	stats: (signal) => requestJson("/api/stats", statsSchema, { signal }),
	events: (signal) => requestJson("/api/events?limit=50", eventPageSchema, { signal }),
	eventsAfter: (seq, signal) =>
		requestJson(`/api/events?after=${seq}&limit=${pageSize}`, eventPageSchema, { signal }),
	eventsBefore: (seq, signal) =>
		requestJson(`/api/events?before=${seq}&limit=${pageSize}`, eventPageSchema, { signal }),
	admitted: async (signal) => (await requestJson("/api/me", admittedSchema, { signal })).role !== null,
}
