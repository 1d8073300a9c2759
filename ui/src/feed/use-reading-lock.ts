import { useCallback, useMemo, useState } from "react"
import type { Line } from "../live/feed"
import { isError } from "../live/log"

/** What shows that somebody reads. */
export type Reading = "scroll" | "hover" | "focus" | "selection"

interface ReadingLock {
	/** The lines to show: those of now or, while one reads, those of when the reading began. */
	shown: readonly Line[]
	/** How many events came since, and how many errors among them. */
	waiting: Waiting
	/** To be told when a kind of reading begins or ends. */
	reading: (kind: Reading, begins: boolean) => void
	/** To now, until somebody begins to read again. */
	release: () => void
}

export interface Waiting {
	events: number
	errors: number
}

interface Held {
	readonly kinds: readonly Reading[]
	readonly lines: readonly Line[]
	/** What the lines were asked for by. */
	readonly of: unknown
}

const nothing: Waiting = { events: 0, errors: 0 }

/**
 * Keeps a list still while it is read: what comes meanwhile waits. What fills a gap in it does not, nor does what the
 * reader asks for by another filter, which is another `of`.
 */
export function useReadingLock(lines: readonly Line[], of?: unknown): ReadingLock {
	const [held, setHeld] = useState<Held | null>(null)
	if (held && held.of !== of) setHeld({ ...held, lines, of })
	const reading = useCallback(
		(kind: Reading, begins: boolean) =>
			setHeld((before) => {
				const kinds = before?.kinds ?? []
				if (kinds.includes(kind) === begins) return before
				const after = begins ? [...kinds, kind] : kinds.filter((other) => other !== kind)
				return after.length > 0 ? { kinds: after, lines: before?.lines ?? lines, of } : null
			}),
		[lines, of],
	)
	const release = useCallback(() => setHeld(null), [])
	const shown = useMemo(() => (held ? withFound(held.lines, lines) : lines), [held, lines])
	const waiting = useMemo(() => (held ? since(lines, held.lines) : nothing), [held, lines])
	return { shown, waiting, reading, release }
}

/** The lines of before, with what was found of the time between them. */
function withFound(before: readonly Line[], lines: readonly Line[]): readonly Line[] {
	const [oldest, newest] = [before[0]?.event, before.at(-1)?.event]
	if (!oldest || !newest) return before
	const known = new Set(before.map((line) => line.key))
	const found = lines.filter(
		({ key, event }) => event.epoch === newest.epoch && event.seq < newest.seq && !known.has(key),
	)
	if (found.length === 0) return before
	return [...before, ...found].sort((a, b) => a.event.seq - b.event.seq)
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
