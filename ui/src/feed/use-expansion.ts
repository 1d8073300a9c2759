import { useCallback, useMemo, useState } from "react"
import type { AuroraEvent } from "../live/events"
import { eventsOf, type Line, lineOf } from "../live/feed"

/** A line, or an event within an opened one. */
export type Row = Line & { readonly within?: boolean }

interface Expansion {
	/** Oldest first. */
	rows: readonly Row[]
	isExpanded: (line: Line) => boolean
	toggle: (line: Line) => void
}

/** Which of the feed's gathered lines are open. */
export function useExpansion(lines: readonly Line[], events: readonly AuroraEvent[]): Expansion {
	const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
	const toggle = useCallback(({ key }: Line) => {
		setExpanded((before) => {
			const after = new Set(before)
			if (!after.delete(key)) after.add(key)
			return after
		})
	}, [])
	const isExpanded = (line: Line) => line.window !== null && expanded.has(line.key)
	const rows = useMemo(() => withOpened(lines, events, expanded), [lines, events, expanded])
	return { rows, isExpanded, toggle }
}

/** A line's events stand before it: the feed is read from its end. */
function withOpened(
	lines: readonly Line[],
	events: readonly AuroraEvent[],
	expanded: ReadonlySet<string>,
): readonly Row[] {
	if (expanded.size === 0) return lines
	return lines.flatMap((line) => {
		if (line.window === null || !expanded.has(line.key)) return [line]
		const each = eventsOf(line, events).map((event) => ({
			...lineOf(event),
			key: `${line.key}/${event.seq}`,
			within: true,
		}))
		return [...each, line]
	})
}
