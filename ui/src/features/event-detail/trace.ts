import * as v from "valibot"
import type { Span } from "../../components/waterfall"
import type { AuroraEvent } from "../../live/events"

const spansSchema = v.array(v.object({ name: v.string(), startMs: v.number(), ms: v.number() }))
const num = v.fallback(v.nullable(v.number()), null)
const timesSchema = v.object({ ackMs: num, totalMs: num, transitMs: num })

/** How the time of a command was spent; milliseconds since its receipt. */
export interface Trace {
	readonly spans: readonly Span[]
	readonly ackMs: number | null
	readonly totalMs: number | null
	/** From the interaction's creation to its receipt; clocks differ. */
	readonly transitMs: number | null
}

/** The trace that one of the events tells of, or null. */
export function traceOf(events: readonly AuroraEvent[]): Trace | null {
	for (const { data } of events) {
		const spans = v.safeParse(spansSchema, data?.spans)
		if (!spans.success || spans.output.length === 0) continue
		const times = v.safeParse(timesSchema, { ackMs: null, totalMs: null, transitMs: null, ...data })
		const none = { ackMs: null, totalMs: null, transitMs: null }
		return { spans: spans.output, ...(times.success ? times.output : none) }
	}
	return null
}
