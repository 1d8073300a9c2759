import { type RefObject, useState } from "react"
import type { AuroraEvent } from "../../live/events"

interface ReadingLock {
	/** The events to show: those of now or, while one reads further down, those of when the reading began. */
	shown: readonly AuroraEvent[]
	/** Those that came since. */
	waiting: readonly AuroraEvent[]
	/** To be told of every scroll of the list. */
	scrolled: () => void
	/** Back to the top, and to now. */
	release: () => void
}

/** Less than this from the top is the top. */
const slackPx = 4

/** Keeps a list still while it is scrolled down: what comes meanwhile waits. */
export function useReadingLock(
	events: readonly AuroraEvent[],
	list: RefObject<HTMLElement | null>,
): ReadingLock {
	const [held, setHeld] = useState<readonly AuroraEvent[] | null>(null)
	return {
		shown: held ?? events,
		waiting: held ? after(events, held.at(-1)) : [],
		scrolled() {
			const down = (list.current?.scrollTop ?? 0) > slackPx
			setHeld((before) => (down ? (before ?? events) : null))
		},
		release() {
			list.current?.scrollTo({ top: 0 })
			setHeld(null)
		},
	}
}

/** The events after the given one, or all of them where the log was replaced. */
function after(events: readonly AuroraEvent[], last: AuroraEvent | undefined): readonly AuroraEvent[] {
	if (!last) return events
	const index = events.findLastIndex((event) => event.epoch === last.epoch && event.seq <= last.seq)
	return events.slice(index + 1)
}
