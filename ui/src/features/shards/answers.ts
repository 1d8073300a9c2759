import * as v from "valibot"
import { eventSchema } from "../../live/events"
import { identifyBudget, list, num, shardFields, text } from "../../live/stats"

const shard = v.object({
	...shardFields,
	since: text,
	identifies24h: num,
	latencies: v.fallback(v.array(v.object({ at: v.string(), ms: num })), []),
})

/** `GET /api/shards` */
export const shardsAnswer = v.object({
	shards: v.array(shard),
	identifyBudget,
	log: list(eventSchema),
})

export type ShardsAnswer = v.InferOutput<typeof shardsAnswer>
export type Shard = ShardsAnswer["shards"][number]
export type IdentifyBudget = NonNullable<ShardsAnswer["identifyBudget"]>
