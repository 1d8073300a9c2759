import { type Filter, queriesOf } from "../../feed/filter"
import { requestJson } from "../../lib/http"
import { type AuroraEvent, type EventPage, eventPageSchema } from "../../live/events"

/** A piece of the log, newest first, and where the next one begins; null where there is none. */
export interface PastPage {
	readonly events: readonly AuroraEvent[]
	readonly next: number | null
}

export type Ask = (query: Record<string, string>, signal: AbortSignal) => Promise<EventPage>

const pageSize = "100"

export const askServer: Ask = (query, signal) =>
	requestJson(`/api/events?${new URLSearchParams(query)}`, eventPageSchema, { signal })

/** The events that match before a number, or the newest. Several questions become one answer. */
export async function pastPage(
	ask: Ask,
	filter: Filter,
	before: number | null,
	signal: AbortSignal,
): Promise<PastPage> {
	const rest: Record<string, string> = { limit: pageSize, ...(before !== null && { before: String(before) }) }
	const answers = await Promise.all(queriesOf(filter).map((query) => ask({ ...query, ...rest }, signal)))
	return joined(answers)
}

/** Below the highest end of an answer the others may have events that it does not: these wait for the next page. */
function joined(answers: readonly EventPage[]): PastPage {
	const end = Math.max(0, ...answers.map(({ next }) => next ?? 0))
	const bySeq = new Map(answers.flatMap(({ events }) => events.map((event) => [event.seq, event])))
	const events = [...bySeq.values()].filter(({ seq }) => seq >= end).sort((a, b) => b.seq - a.seq)
	return { events, next: end > 0 ? end : null }
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
