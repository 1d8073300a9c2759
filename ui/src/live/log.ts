import type { AuroraEvent, EventPage } from "./events"
import { gather, type Line } from "./feed"
import { emptyPast, type Past, pastBefore, trimmed } from "./past"

/** How many events the page remembers. */
export const ringSize = 5_000

/** After so many connections that left the same hole, the hole is given up and the page loads anew. */
const maxHealing = 3

/** A place in the log: the last event handled. */
export interface Position {
	epoch: string
	seq: number
}

/**
 * Why the present connection cannot be trusted any more. A gap: events are missing, the next connection resumes
 * before them. An epoch: the log is another one, the next connection starts afresh.
 */
export type Fault = "gap" | "epoch"

/**
 * The page's copy of the end of the server's log. What holds after every step: `events` are consecutive, each
 * once, and end at `position`. Whatever would break that is a fault, and nothing is taken until the connection
 * is replaced.
 */
export interface Log {
	readonly events: readonly AuroraEvent[]
	/** What the feed shows of them, and of those that were gathered before and are forgotten. */
	readonly lines: readonly Line[]
	/** What was shown before the last page was fetched, and the gaps in it. */
	readonly past: Past
	readonly position: Position | null
	/** A page must be fetched before anything is applied: at the start and after a RESET. */
	readonly loading: boolean
	/** What the socket brought meanwhile. */
	readonly held: readonly AuroraEvent[]
	/** The last event before the ones this connection sends by itself, if it did not resume. */
	readonly base: Position | null
	readonly baseAwaited: boolean
	readonly fault: Fault | null
	readonly healing: { readonly seq: number; readonly times: number }
	/** Distinct events, errors among them, and holes never healed, in this page's life. */
	readonly received: number
	readonly errors: number
	readonly lost: number
	/** The newest critical event that came since the page was opened. */
	readonly critical: AuroraEvent | null
}

export const emptyLog: Log = {
	events: [],
	lines: [],
	past: emptyPast,
	position: null,
	loading: true,
	held: [],
	base: null,
	baseAwaited: true,
	fault: null,
	healing: { seq: -1, times: 0 },
	received: 0,
	errors: 0,
	lost: 0,
	critical: null,
}

/** Where the next connection is to resume; null asks for live events only, because a page will be fetched. */
export function resumeFrom(log: Log): Position | null {
	return log.loading ? null : log.position
}

/** A connection was opened, resuming or live only. */
export function opened(log: Log, resumed: boolean): Log {
	return { ...log, held: [], base: null, baseAwaited: !resumed, fault: null }
}

/**
 * Statistics came. Their number never moves the position; but the first ones of a connection that did not
 * resume tell where its events begin, and everything before that must come from the fetched page.
 */
export function statsSeen(log: Log, at: Position): Log {
	if (log.fault || !log.baseAwaited) return log
	return checkBase({ ...log, base: at, baseAwaited: false })
}

/** Events came, in the order sent. */
export function eventsSeen(log: Log, events: readonly AuroraEvent[]): Log {
	if (log.fault) return log
	if (!log.loading) return append(log, events)
	const held = [...log.held, ...events]
	return held.length > ringSize ? { ...log, held: [], fault: "gap" } : { ...log, held }
}

/** The replay ended at `to`: all before it must be here. */
export function resumed(log: Log, to: Position): Log {
	if (log.fault || log.loading) return log
	if (to.epoch !== log.position?.epoch) return otherEpoch(log)
	return to.seq > log.position.seq ? gap(log) : log
}

/** The server cannot replay: it goes on live after `at`, and the rest is to be fetched. What is shown stays. */
export function resetSeen(log: Log, at: Position): Log {
	if (log.fault) return log
	return { ...log, loading: true, held: [], base: at, baseAwaited: false }
}

/** The fetched page replaces what was there; what the socket held back follows. */
export function pageLoaded(log: Log, page: EventPage): Log {
	if (!log.loading) return log
	const events = page.events.toSorted((a, b) => a.seq - b.seq)
	const position = { epoch: page.epoch, seq: events.at(-1)?.seq ?? 0 }
	const counted = count(log, unseen(log, page.epoch, events))
	const lost = log.lost + hole(log, page.epoch, events)
	const past = known(log, page.epoch, events[0])
	const critical = log.position ? counted.critical : null
	const loaded: Log = { ...counted, critical, lost, events, lines: gather([], events, 0), past, position }
	return checkBase({ ...loaded, loading: false, held: [] }, log.held)
}

/** What stays on the screen below a fetched page; nothing of another log. */
function known({ position, past, lines }: Log, epoch: string, first: AuroraEvent | undefined): Past {
	return first && position?.epoch === epoch ? pastBefore(past, lines, position.seq, first) : emptyPast
}

/**
 * What came after the position, asked for while no connection stands. Where it does not follow, because the server has
 * forgotten some or has another log, a page must be fetched.
 */
export function polled(log: Log, page: EventPage): Log {
	if (log.loading || !log.position) return log
	const unconnected: Log = { ...log, fault: null, held: [], base: null, baseAwaited: false }
	if (page.epoch !== log.position.epoch) return { ...unconnected, loading: true }
	const followed = append(unconnected, page.events)
	return followed.fault ? { ...followed, fault: null, loading: true } : followed
}

/** Nothing may lie between the page and the connection's first event. */
function checkBase(log: Log, held: readonly AuroraEvent[] = []): Log {
	if (log.loading || log.fault || !log.base || !log.position) return append(log, held)
	if (log.base.epoch !== log.position.epoch) return otherEpoch(log)
	return log.base.seq > log.position.seq ? gap(log) : append(log, held)
}

function append(log: Log, incoming: readonly AuroraEvent[]): Log {
	if (!log.position || log.fault) return log
	const { epoch } = log.position
	let { seq } = log.position
	const next: AuroraEvent[] = []
	let fault: Fault | null = null
	for (const event of incoming) {
		if (event.epoch !== epoch) fault = "epoch"
		else if (event.seq > seq + 1) fault = "gap"
		if (fault) break
		if (event.seq <= seq) continue
		next.push(event)
		seq = event.seq
	}
	const appended = { ...remember(count(log, next), next), position: { epoch, seq } }
	if (fault === "epoch") return otherEpoch(appended)
	return fault === "gap" ? gap(appended) : appended
}

/** Copies the memory at most once: a long replay comes event by event. */
function remember(log: Log, next: readonly AuroraEvent[]): Log {
	if (next.length === 0) return log
	const events = log.events.concat(next)
	const lines = newest(gather(log.lines, events, log.events.length))
	return { ...log, events: newest(events), lines, past: trimmed(log.past, ringSize - lines.length) }
}

function newest<T>(items: readonly T[]): readonly T[] {
	return items.length > ringSize ? items.slice(-ringSize) : items
}

function gap(log: Log): Log {
	const seq = log.position?.seq ?? -1
	const times = log.healing.seq === seq ? log.healing.times + 1 : 1
	if (times < maxHealing) return { ...log, fault: "gap", healing: { seq, times } }
	return { ...log, fault: "gap", healing: emptyLog.healing, loading: true }
}

function otherEpoch(log: Log): Log {
	return { ...log, fault: "epoch", loading: true }
}

function unseen(log: Log, epoch: string, events: readonly AuroraEvent[]): readonly AuroraEvent[] {
	const known = log.position
	return known?.epoch === epoch ? events.filter((event) => event.seq > known.seq) : events
}

/** The log with these events counted, which are on the screen from now on. */
export function count(log: Log, events: readonly AuroraEvent[]): Log {
	const errors = events.filter(isError).length
	const critical = events.findLast(({ severity }) => severity === "critical") ?? log.critical
	return { ...log, received: log.received + events.length, errors: log.errors + errors, critical }
}

/** How many events lie between what was shown and the fetched page, never to be seen. */
function hole(log: Log, epoch: string, events: readonly AuroraEvent[]): number {
	const first = events[0]
	if (!first || log.position?.epoch !== epoch) return 0
	return Math.max(0, first.seq - 1 - log.position.seq)
}

export function isError(event: AuroraEvent): boolean {
	return event.severity === "error" || event.severity === "critical"
}
