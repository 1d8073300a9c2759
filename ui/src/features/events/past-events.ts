import { type Filter, queryOf } from "../../feed/filter"
import { requestJson } from "../../lib/http"
import { type EventPage, eventPageSchema } from "../../live/events"

export type Ask = (query: Record<string, string>, signal: AbortSignal) => Promise<EventPage>

const pageSize = "100"

export const askServer: Ask = (query, signal) =>
	requestJson(`/api/events?${new URLSearchParams(query)}`, eventPageSchema, { signal })

/** The events that match before a number, or the newest. The newest come first. */
export function pastPage(
	ask: Ask,
	filter: Filter,
	before: number | null,
	signal: AbortSignal,
): Promise<EventPage> {
	const query = { ...queryOf(filter), limit: pageSize }
	return ask(before === null ? query : { ...query, before: String(before) }, signal)
}

/** The number of the first event at an instant or after it, found by halving; null where there is none yet. */
export async function seqAt(ask: Ask, instant: number, signal: AbortSignal): Promise<number | null> {
	const newest = (await ask({ limit: "1" }, signal)).events[0]
	if (!newest || Date.parse(newest.time) < instant) return null
	let [low, high] = [0, newest.seq]
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2)
		const found = (await ask({ after: String(middle - 1), limit: "1" }, signal)).events[0]
		if (found && Date.parse(found.time) < instant) low = Math.max(middle, found.seq)
		else high = middle
	}
	return high
}
