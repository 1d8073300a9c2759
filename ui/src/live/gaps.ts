import type { EventPage } from "./events"
import { count, type Log } from "./log"
import { fill, type Gap, gapSize } from "./past"

/** What was fetched of a gap's newer end; `complete` says that the server has no older events. */
export function gapLoaded(log: Log, gap: Gap, page: EventPage, complete: boolean): Log {
	if (!log.past.gaps.includes(gap)) return log
	const before = log.past
	const past = fill(before, gap, page.events, complete)
	const events = page.events.filter(({ seq }) => seq > gap.after && seq < gap.before)
	return { ...count(log, events), past, lost: log.lost - sizeOf(before.gaps) + sizeOf(past.gaps) }
}

/** The reader does not want the events of a gap; they stay lost. */
export function gapSkipped(log: Log, gap: Gap): Log {
	return { ...log, past: { ...log.past, gaps: log.past.gaps.filter((other) => other !== gap) } }
}

function sizeOf(gaps: readonly Gap[]): number {
	return gaps.reduce((sum, gap) => sum + gapSize(gap), 0)
}
