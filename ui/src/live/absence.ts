import type { AuroraEvent, Severity } from "./events"
import type { Position } from "./log"

/** A time in which nobody saw the page, or it was cut off, from its beginning on. */
export interface Absence {
	readonly from: Position
	readonly since: number
	/** Whether the connection was lost meanwhile. */
	readonly cut: boolean
}

/** What happened in an absence that is over. */
export interface Away {
	readonly epoch: string
	/** The last event before it, and the last one within. */
	readonly after: number
	readonly until: number
	readonly ms: number
	readonly counts: Partial<Record<Severity, number>>
}

/** A tab hidden for less was not left; a cut shorter than this is not spoken of. */
const hiddenMs = 30_000
const blipMs = 1_500

/** What is to be told of an absence that ends now, or null where it was none worth telling of. */
export function awayOf(
	absence: Absence,
	position: Position,
	events: readonly AuroraEvent[],
	now: number,
): Away | null {
	const { from, since, cut } = absence
	const ms = now - since
	if (ms < (cut ? blipMs : hiddenMs)) return null
	if (position.epoch !== from.epoch || position.seq <= from.seq) return null
	const counts: Partial<Record<Severity, number>> = {}
	for (const { seq, severity } of events) if (seq > from.seq) counts[severity] = (counts[severity] ?? 0) + 1
	return { epoch: from.epoch, after: from.seq, until: position.seq, ms, counts }
}
