import { type RefObject, useState } from "react"
import type { Line } from "../live/feed"
import { isError } from "../live/log"

interface ReadingLock {
	/** The lines to show: those of now or, while one reads further down, those of when the reading began. */
	shown: readonly Line[]
	/** How many events came since, and how many errors among them. */
	waiting: Waiting
	/** To be told of every scroll of the list. */
	scrolled: () => void
	/** Back to the top, and to now. */
	release: () => void
}

export interface Waiting {
	events: number
	errors: number
}

/** Less than this from the top is the top. */
const slackPx = 4

/** Keeps a list still while it is scrolled down: what comes meanwhile waits. */
export function useReadingLock(lines: readonly Line[], list: RefObject<HTMLElement | null>): ReadingLock {
	const [held, setHeld] = useState<readonly Line[] | null>(null)
	return {
		shown: held ?? lines,
		waiting: held ? since(lines, held) : { events: 0, errors: 0 },
		scrolled() {
			const down = (list.current?.scrollTop ?? 0) > slackPx
			setHeld((before) => (down ? (before ?? lines) : null))
		},
		release() {
			list.current?.scrollTo({ top: 0 })
			setHeld(null)
		},
	}
}

/** What the lines hold beyond what they held before; all of it where the log was replaced. */
function since(lines: readonly Line[], before: readonly Line[]): Waiting {
	const waiting = { events: 0, errors: 0 }
	const newest = before.reduce((seq, line) => Math.max(seq, line.last), 0)
	const counts = new Map(before.map((line) => [line.key, line.count]))
	const { epoch } = before.at(-1)?.event ?? {}
	for (const line of lines) {
		if (line.event.epoch === epoch && line.last <= newest) continue
		const more = line.count - (counts.get(line.key) ?? 0)
		waiting.events += more
		if (isError(line.event)) waiting.errors += more
	}
	return waiting
}
