import * as v from "valibot"
import { eventSchema, seqSchema } from "./events"
import { statsSchema } from "./stats"

const sequence = { epoch: v.string(), seq: seqSchema }

const frameSchema = v.variant("type", [
	v.object({ type: v.literal("STATS_UPDATE"), ...sequence, data: statsSchema }),
	v.object({ type: v.literal("NEW_EVENT"), ...sequence, data: eventSchema }),
	v.object({
		type: v.literal("EVENT_BATCH"),
		...sequence,
		data: v.object({ events: v.array(eventSchema) }),
	}),
	v.object({
		type: v.literal("RESUMED"),
		epoch: v.string(),
		data: v.object({ from: seqSchema, to: seqSchema }),
	}),
	v.object({
		type: v.literal("RESET"),
		epoch: v.string(),
		data: v.object({ reason: v.fallback(v.string(), ""), seq: seqSchema }),
	}),
])

/** What the server says and the page acts on. */
export type Frame = v.InferOutput<typeof frameSchema>

/**
 * Reads one text frame. Frames of an unknown type are null, so that an old page outlives a new server, and so
 * is rubbish: an event lost that way is noticed by the hole it leaves in `seq`.
 */
export function parseFrame(text: string): Frame | null {
	let raw: unknown
	try {
		raw = JSON.parse(text)
	} catch {
		return null
	}
	const parsed = v.safeParse(frameSchema, raw)
	return parsed.success ? parsed.output : null
}
