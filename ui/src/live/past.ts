import type { AuroraEvent } from "./events"
import { gather, type Line } from "./feed"

/** Events that did not reach the page, between two that did: those after `after` and before `before`. */
export interface Gap {
	readonly epoch: string
	readonly after: number
	readonly before: number
	/** Whether the server does not keep them any more either. */
	readonly gone: boolean
}

/** What was shown before the newest page of the log was fetched, and stays on the screen below it. */
export interface Past {
	/** Oldest first. */
	readonly lines: readonly Line[]
	/** Oldest first; the last one may lie between these lines and the page. */
	readonly gaps: readonly Gap[]
}

export const emptyPast: Past = { lines: [], gaps: [] }

export function gapSize({ after, before }: Gap): number {
	return before - after - 1
}

/** What is known of the same log before `first`, which is where a fetched page begins. */
export function pastBefore(past: Past, lines: readonly Line[], last: number, first: AuroraEvent): Past {
	const kept = [...past.lines, ...lines].filter((line) => line.last < first.seq)
	const gaps = past.gaps.filter((gap) => gap.before <= first.seq)
	if (last >= first.seq - 1) return { lines: kept, gaps }
	return { lines: kept, gaps: [...gaps, { epoch: first.epoch, after: last, before: first.seq, gone: false }] }
}

/** Puts events that were fetched later into their gap, from its newer end; none means that there are none any more. */
export function fill(past: Past, gap: Gap, events: readonly AuroraEvent[], complete: boolean): Past {
	const found = events
		.filter(({ epoch, seq }) => epoch === gap.epoch && seq > gap.after && seq < gap.before)
		.toSorted((a, b) => a.seq - b.seq)
	const rest: Gap = { ...gap, before: found[0]?.seq ?? gap.before, gone: complete }
	const at = past.lines.findIndex((line) => line.event.seq > gap.after)
	const place = at < 0 ? past.lines.length : at
	return {
		lines: past.lines.toSpliced(place, 0, ...gather([], found, 0)),
		gaps: past.gaps.flatMap((other) => (other !== gap ? [other] : gapSize(rest) > 0 ? [rest] : [])),
	}
}

/** Forgets the oldest lines, so that at most `room` remain, and the gaps before them. */
export function trimmed(past: Past, room: number): Past {
	const over = past.lines.length - Math.max(0, room)
	if (over <= 0) return past
	const lines = past.lines.slice(over)
	const oldest = lines[0]?.event.seq ?? Number.POSITIVE_INFINITY
	return { lines, gaps: past.gaps.filter((gap) => gap.after >= oldest) }
}
