import * as v from "valibot"

export const severities = ["debug", "info", "notice", "warn", "error", "critical"] as const
export type Severity = (typeof severities)[number]

/** An event's number in the log: dense, from 1, in commit order. 0 stands for an empty log. */
export const seqSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const refSchema = v.object({ id: v.string(), name: v.string() })

const optional = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined)

/** An event as the log keeps it. Without its number it is no event; what else is odd is left out. */
export const eventSchema = v.object({
	seq: v.pipe(seqSchema, v.minValue(1)),
	epoch: v.string(),
	time: v.fallback(v.string(), ""),
	type: v.fallback(v.string(), ""),
	severity: v.fallback(v.picklist(severities), "info"),
	source: v.fallback(v.string(), ""),
	title: v.fallback(v.string(), ""),
	message: v.fallback(v.string(), ""),
	guild: optional(refSchema),
	user: optional(refSchema),
	shard: optional(v.number()),
	command: optional(v.string()),
	interactionId: optional(v.string()),
	traceId: optional(v.string()),
	durationMs: optional(v.number()),
	data: optional(v.record(v.string(), v.unknown())),
})

export type AuroraEvent = v.InferOutput<typeof eventSchema>

/** A page of the log, as `GET /api/events` answers it. */
export const eventPageSchema = v.object({
	epoch: v.string(),
	events: v.array(eventSchema),
	/** Where the next page begins; without it there is none. */
	next: v.optional(v.fallback(v.nullable(v.number()), null)),
})

export type EventPage = v.InferOutput<typeof eventPageSchema>
