import * as v from "valibot"

export type Range = "15m" | "1h" | "24h"

const num = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null)
const instant = v.pipe(v.string(), v.transform(Date.parse), v.finite())

const point = v.object({
	/** Its beginning. */
	t: instant,
	/** For which part of it Aurora was running. */
	up: v.fallback(v.number(), 1),
	commands: num,
	failed: num,
	errors: num,
	latencyP50Ms: num,
	latencyP95Ms: num,
})

const yesterday = v.object({ avgLatencyMs: num, commandsPerMin: num, errorRate: num, ackP99: num })

/** What `GET /api/history` answers; instants in milliseconds since 1970. */
export const historySchema = v.object({
	widthMs: v.pipe(v.number(), v.minValue(1)),
	to: instant,
	points: v.array(point),
	/** The figures of the same hour yesterday, where the server knows them. */
	yesterday: v.optional(v.fallback(v.nullable(yesterday), null)),
	/** When Aurora was started within the range, and as what. */
	markers: v.optional(v.fallback(v.array(v.object({ at: instant, message: v.string() })), []), []),
})

export type History = v.InferOutput<typeof historySchema>
export type Yesterday = v.InferOutput<typeof yesterday>
