import type { AuroraEvent } from "./events"
import { isError } from "./log"
import type { DashboardStats } from "./stats"

/** What the page itself received in five seconds of the server's time. */
export interface Bucket {
	/** Its beginning, in milliseconds since 1970. */
	readonly at: number
	readonly events: number
	readonly commands: number
	readonly errors: number
	readonly latencyP50Ms: number | null
	readonly latencyP95Ms: number | null
}

/** The page's own counts, which go on where the history that it fetched ends. */
export interface Tally {
	/** From here on nothing is missing; null while nothing came. */
	readonly since: number | null
	/** Oldest first. */
	readonly buckets: readonly Bucket[]
}

export const emptyTally: Tally = { since: null, buckets: [] }

export const bucketMs = 5_000
/** Somewhat more than the quarter of an hour that the timeline shows. */
const maxBuckets = 200

/** Counts events, each in the bucket of its own time. */
export function counted({ since, buckets }: Tally, events: readonly AuroraEvent[]): Tally {
	const next = new Map(buckets.map((bucket) => [bucket.at, bucket]))
	let from = since
	for (const event of events) {
		const time = Date.parse(event.time)
		if (Number.isNaN(time)) continue
		from ??= time
		const bucket = next.get(start(time)) ?? empty(start(time))
		next.set(bucket.at, {
			...bucket,
			events: bucket.events + 1,
			commands: bucket.commands + (isCommand(event) ? 1 : 0),
			errors: bucket.errors + (isError(event) ? 1 : 0),
		})
	}
	return { since: from, buckets: newest(next) }
}

/** Notes the latency of the moment. */
export function measured(tally: Tally, { serverTime, gateway }: DashboardStats): Tally {
	const time = Date.parse(serverTime ?? "")
	if (Number.isNaN(time)) return tally
	const at = start(time)
	const next = new Map(tally.buckets.map((bucket) => [bucket.at, bucket]))
	next.set(at, {
		...(next.get(at) ?? empty(at)),
		latencyP50Ms: gateway?.latency?.p50 ?? null,
		latencyP95Ms: gateway?.latency?.p95 ?? null,
	})
	return { ...tally, buckets: newest(next) }
}

function start(time: number): number {
	return time - (time % bucketMs)
}

function empty(at: number): Bucket {
	return { at, events: 0, commands: 0, errors: 0, latencyP50Ms: null, latencyP95Ms: null }
}

function newest(buckets: ReadonlyMap<number, Bucket>): readonly Bucket[] {
	return [...buckets.values()].sort((a, b) => a.at - b.at).slice(-maxBuckets)
}

function isCommand({ type }: AuroraEvent): boolean {
	return type === "command.completed" || type === "command.failed"
}
