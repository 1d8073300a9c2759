import type { AuroraEvent } from "./events"

/** More events than this within one window are a flood: above fifty a second. */
const floodEvents = 250
export const windowMs = 5_000

/** A line of the feed: one event or, in a flood, all of one type and severity within a window of the clock. */
export interface Line {
	/** Of this line alone, in this log and any other. */
	readonly key: string
	/** The first event, which speaks for the others. */
	readonly event: AuroraEvent
	readonly count: number
	/** The number of the last event. */
	readonly last: number
	/** The window, counted since 1970, where events are gathered. */
	readonly window: number | null
}

export function lineOf(event: AuroraEvent, window: number | null = null): Line {
	return { key: `${event.epoch}:${event.seq}`, event, count: 1, last: event.seq, window }
}

/**
 * Adds to the lines those events that stand at `from` and after. What was a line stays one: only the flood's own last
 * window still grows, so nothing that is being read is folded away.
 */
export function gather(lines: readonly Line[], events: readonly AuroraEvent[], from: number): Line[] {
	const gathered = lines.slice()
	for (let i = from; i < events.length; i++) {
		const event = events[i]
		if (!event) continue
		if (isFlood(events, i)) addTo(gathered, event)
		else gathered.push(lineOf(event))
	}
	return gathered
}

function addTo(lines: Line[], event: AuroraEvent): void {
	const window = Math.floor(Date.parse(event.time) / windowMs)
	const index = openLine(lines, event, window)
	const line = lines[index]
	if (line) lines[index] = { ...line, count: line.count + 1, last: event.seq }
	else lines.push(lineOf(event, window))
}

/** The place of the line that the event belongs to, among the last window's; -1 where it is the first of its kind. */
function openLine(lines: readonly Line[], { type, severity, epoch }: AuroraEvent, window: number): number {
	for (let i = lines.length - 1; i >= 0; i--) {
		const line = lines[i]
		if (line?.window !== window) return -1
		const { event } = line
		if (event.type === type && event.severity === severity && event.epoch === epoch) return i
	}
	return -1
}

/** Whether so many events came just before; a log that begins in a flood is one from its first event on. */
function isFlood(events: readonly AuroraEvent[], at: number): boolean {
	const end = Math.max(at, floodEvents)
	const [last, first] = [events[end], events[end - floodEvents]]
	return !!last && !!first && Date.parse(last.time) - Date.parse(first.time) < windowMs
}

/** The events of a gathered line that are still in memory, oldest first. */
export function eventsOf({ event, last }: Line, events: readonly AuroraEvent[]): AuroraEvent[] {
	return events.filter(
		(other) =>
			other.seq >= event.seq &&
			other.seq <= last &&
			other.type === event.type &&
			other.severity === event.severity &&
			other.epoch === event.epoch,
	)
}
