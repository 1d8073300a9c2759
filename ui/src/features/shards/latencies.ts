import type { Curve } from "../../components/line-options"
import type { Shard } from "./answers"

/** As many instants as a chart can show apart. */
const steps = 180
/** A line breaks where a shard was silent for so many of its usual heartbeats. */
const silence = 3

/** The shards' heartbeats on one axis of time. */
export interface Latencies {
	readonly at: readonly number[]
	/** For each shard its latencies at those instants: null where it was silent, undefined between two heartbeats. */
	readonly of: ReadonlyMap<number, readonly (number | null | undefined)[]>
}

/** Puts heartbeats of shards that answer at different instants into common steps of time. */
export function latenciesOf(shards: readonly Shard[]): Latencies {
	const all = shards.flatMap(({ latencies }) => latencies.map(({ at }) => Date.parse(at)))
	if (all.length === 0) return { at: [], of: new Map() }
	const from = all.reduce((a, b) => Math.min(a, b))
	const to = all.reduce((a, b) => Math.max(a, b))
	const width = Math.max(1_000, Math.ceil((to - from) / (steps - 1)))
	const at = Array.from({ length: Math.floor((to - from) / width) + 1 }, (_, i) => from + i * width)
	const place = (time: number) => Math.floor((time - from) / width)
	return { at, of: new Map(shards.map((shard) => [shard.id, stepped(shard, at.length, place)])) }
}

function stepped({ latencies }: Shard, length: number, place: (time: number) => number) {
	const values = new Array<number | null | undefined>(length).fill(undefined)
	const times = latencies.map(({ at }) => Date.parse(at))
	const longest = silence * usual(times)
	latencies.forEach(({ ms }, i) => {
		const time = times[i] ?? 0
		const before = times[i - 1]
		values[place(time)] = ms
		if (before === undefined || time - before <= longest) return
		const between = Math.floor((place(before) + place(time)) / 2)
		if (between > place(before)) values[between] = null
	})
	return values
}

/** The median time between two heartbeats. */
function usual(times: readonly number[]): number {
	const apart = times.slice(1).map((time, i) => time - (times[i] ?? time))
	return apart.toSorted((a, b) => a - b)[Math.floor(apart.length / 2)] ?? Number.POSITIVE_INFINITY
}

/** All shards faintly, and one of them above the others. */
export function curvesOf({ of }: Latencies, highlighted: number | null): Curve[] {
	const curve = (id: number, colour: string, alpha: number): Curve => ({
		name: `shard ${id}`,
		kind: "line",
		colour,
		alpha,
		values: of.get(id) ?? [],
	})
	const others = [...of.keys()].filter((id) => id !== highlighted).map((id) => curve(id, "brand", 0.4))
	return highlighted !== null && of.has(highlighted) ? [...others, curve(highlighted, "live", 1)] : others
}

/** What each shard's last heartbeat took until an instant. */
export function readingAt({ of }: Latencies, index: number): { id: number; ms: number }[] {
	return [...of].flatMap(([id, values]) => {
		const ms = values.slice(0, index + 1).findLast((value) => value !== undefined)
		return ms == null ? [] : [{ id, ms }]
	})
}
