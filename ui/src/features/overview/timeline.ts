import { type Bucket, bucketMs, type Tally } from "../../live/tally"
import type { History, Range } from "./history"

/** A stretch of time without figures. */
export interface Blank {
	readonly from: number
	readonly to: number
	/** "down" stays for ever; what was not received is fetched as soon as that is possible. */
	readonly kind: "down" | "unreceived"
}

/** The past up to now, one value for each bucket, oldest first; null where nothing was measured. Times in milliseconds. */
export interface Timeline {
	readonly from: number
	readonly to: number
	readonly at: readonly number[]
	readonly p50: readonly (number | null)[]
	readonly p95: readonly (number | null)[]
	readonly commands: readonly (number | null)[]
	readonly errors: readonly (number | null)[]
	readonly blanks: readonly Blank[]
	/** When Aurora was started. */
	readonly starts: readonly number[]
}

const spans: Record<Range, { ms: number; widthMs: number }> = {
	"15m": { ms: 15 * 60_000, widthMs: 5_000 },
	"1h": { ms: 60 * 60_000, widthMs: 60_000 },
	"24h": { ms: 24 * 60 * 60_000, widthMs: 15 * 60_000 },
}

export interface Sources {
	readonly range: Range
	/** What was fetched, and may be a while old. */
	readonly history: History | undefined
	/** What the page counted itself. */
	readonly tally: Tally
	/** The server's time. */
	readonly now: number
	/** Until when everything was received. */
	readonly heardUntil: number
}

/** Joins what was fetched with what came since. */
export function timelineOf({ range, history, tally, now, heardUntil }: Sources): Timeline {
	const { ms } = spans[range]
	const widthMs = history?.widthMs ?? spans[range].widthMs
	const to = now - (now % widthMs) + widthMs
	const from = to - ms
	const fetched = new Map(history?.points.map((point) => [point.t, point]))
	const own = gathered(tally.buckets, widthMs)
	const at = Array.from({ length: Math.round(ms / widthMs) }, (_, i) => from + i * widthMs)
	const known = (t: number) => tally.since !== null && t + widthMs > tally.since && t < heardUntil
	const count = (t: number, key: "commands" | "errors") => {
		const base = fetched.get(t)?.[key] ?? null
		const counted = known(t) ? (own.get(t)?.[key] ?? 0) : null
		return base === null ? counted : Math.max(base, counted ?? 0)
	}
	const latency = (t: number, key: "latencyP50Ms" | "latencyP95Ms") =>
		fetched.get(t)?.[key] ?? own.get(t)?.[key] ?? null
	return {
		from,
		to,
		at,
		p50: at.map((t) => latency(t, "latencyP50Ms")),
		p95: at.map((t) => latency(t, "latencyP95Ms")),
		commands: at.map((t) => count(t, "commands")),
		errors: at.map((t) => count(t, "errors")),
		starts: (history?.markers ?? []).map((marker) => marker.at),
		blanks: [...downs(at, widthMs, fetched, known), ...unreceived(heardUntil, now)],
	}
}

/** The page's own buckets, as wide as those that were fetched. */
function gathered(buckets: readonly Bucket[], widthMs: number): Map<number, Bucket> {
	const wide = new Map<number, Bucket>()
	for (const bucket of buckets) {
		const at = bucket.at - (bucket.at % widthMs)
		const before = wide.get(at)
		wide.set(at, {
			at,
			events: bucket.events + (before?.events ?? 0),
			commands: bucket.commands + (before?.commands ?? 0),
			errors: bucket.errors + (before?.errors ?? 0),
			latencyP50Ms: bucket.latencyP50Ms ?? before?.latencyP50Ms ?? null,
			latencyP95Ms: bucket.latencyP95Ms ?? before?.latencyP95Ms ?? null,
		})
	}
	return wide
}

/** Where Aurora did not run, neighbours taken together. */
function downs(
	at: readonly number[],
	widthMs: number,
	fetched: ReadonlyMap<number, History["points"][number]>,
	known: (t: number) => boolean,
): Blank[] {
	const blanks: Blank[] = []
	for (const t of at) {
		const point = fetched.get(t)
		if (!point || point.up > 0 || known(t)) continue
		const last = blanks.at(-1)
		if (last?.to === t) blanks[blanks.length - 1] = { ...last, to: t + widthMs }
		else blanks.push({ from: t, to: t + widthMs, kind: "down" })
	}
	return blanks
}

/** A silence as short as a bucket is none. */
function unreceived(heardUntil: number, now: number): Blank[] {
	return now - heardUntil > 2 * bucketMs ? [{ from: heardUntil, to: now, kind: "unreceived" }] : []
}
