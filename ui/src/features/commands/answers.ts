import * as v from "valibot"
import { commandError, commandFields, list, num, text } from "../../live/stats"

const commandEntries = {
	...commandFields,
	callsToday: num,
	headroomP99Ms: num,
	missed5m: num,
	deferredPct: num,
	lastAt: text,
}

const ref = v.fallback(v.nullable(v.object({ id: v.string(), name: v.string() })), null)

const use = v.object({
	traceId: v.string(),
	seq: num,
	time: v.string(),
	totalMs: num,
	ackMs: num,
	errorCode: text,
	user: ref,
	guild: ref,
	shard: num,
})

const minute = v.object({ at: v.string(), calls: num, errors: num, p50: num, p95: num, p99: num })

/** `GET /api/commands` */
export const commandsAnswer = v.object({
	commands: v.array(v.object(commandEntries)),
	errors: list(commandError),
})

/** `GET /api/commands/{name}` */
export const commandAnswer = v.object({
	...commandEntries,
	slowest: list(use),
	failures: list(use),
	history: list(minute),
})

export type Command = v.InferOutput<typeof commandsAnswer>["commands"][number]
export type CommandDetail = v.InferOutput<typeof commandAnswer>
export type Cause = v.InferOutput<typeof commandError>
/** One use of a command, as its trace is summed up. */
export type Use = v.InferOutput<typeof use>
export type Minute = v.InferOutput<typeof minute>
