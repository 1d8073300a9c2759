import * as v from "valibot"
import { eventSchema } from "../../live/events"
import { list, num, restFields } from "../../live/stats"

const route = v.object({
	route: v.string(),
	n: num,
	p50: num,
	p95: num,
	p99: num,
	s429: num,
	errors: num,
})

/** `GET /api/rest` */
export const restAnswer = v.object({ ...restFields, routes: list(route), log: list(eventSchema) })

export type RestAnswer = v.InferOutput<typeof restAnswer>
export type Route = NonNullable<RestAnswer["routes"]>[number]
export type Bucket = NonNullable<RestAnswer["buckets"]>[number]
export type Invalid = NonNullable<RestAnswer["invalid"]>
