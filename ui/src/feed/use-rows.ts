import { useCallback, useMemo, useState } from "react"
import type { Away } from "../live/absence"
import type { AuroraEvent } from "../live/events"
import { eventsOf, type Line, lineOf } from "../live/feed"
import type { Gap } from "../live/past"

/** A row of the feed: events, or what lies between them. */
export type Row =
	| { readonly key: string; readonly line: Line; readonly within: boolean }
	| { readonly key: string; readonly gap: Gap }
	| { readonly key: string; readonly away: Away }

interface Rows {
	/** Oldest first. */
	rows: readonly Row[]
	isExpanded: (line: Line) => boolean
	toggle: (line: Line) => void
}

/** The feed's rows: its lines, the events of those that are open, and what is to be told of the time between. */
export function useRows(
	lines: readonly Line[],
	events: readonly AuroraEvent[],
	gaps: readonly Gap[],
	away: Away | null,
): Rows {
	const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
	const toggle = useCallback(({ key }: Line) => {
		setExpanded((before) => {
			const after = new Set(before)
			if (!after.delete(key)) after.add(key)
			return after
		})
	}, [])
	const isExpanded = (line: Line) => line.window !== null && expanded.has(line.key)
	const rows = useMemo(() => {
		const opened =
			expanded.size > 0 ? lines.flatMap((line) => rowsOf(line, events, expanded)) : lines.map(plainRow)
		return withMarks(opened, marksOf(gaps, away))
	}, [lines, events, expanded, gaps, away])
	return { rows, isExpanded, toggle }
}

/** Rows of lines that did not change stay the same, too. */
const plain = new WeakMap<Line, Row>()

function plainRow(line: Line): Row {
	const known = plain.get(line)
	if (known) return known
	const row = { key: line.key, line, within: false }
	plain.set(line, row)
	return row
}

/** A line's events stand before it: the feed is read from its end. */
function rowsOf(line: Line, events: readonly AuroraEvent[], expanded: ReadonlySet<string>): Row[] {
	const own = plainRow(line)
	if (line.window === null || !expanded.has(line.key)) return [own]
	const each = eventsOf(line, events).map((event) => ({
		key: `${line.key}/${event.seq}`,
		line: lineOf(event),
		within: true,
	}))
	return [...each, own]
}

type Mark = Exclude<Row, { line: Line }> & { readonly after: number; readonly epoch: string }

function marksOf(gaps: readonly Gap[], away: Away | null): Mark[] {
	const marks: Mark[] = gaps.map((gap) => ({ ...gap, key: `gap-${gap.epoch}:${gap.after}`, gap }))
	if (away) marks.push({ after: away.after, epoch: away.epoch, key: `away-${away.after}`, away })
	return marks
}

/** Puts each mark before the first row of a later event; where there is none, there is nothing to mark off. */
export function withMarks(rows: readonly Row[], marks: readonly Mark[]): readonly Row[] {
	let marked = rows
	for (const mark of marks) {
		const at = marked.findIndex(
			(row) => "line" in row && row.line.event.epoch === mark.epoch && row.line.event.seq > mark.after,
		)
		if (at >= 0) marked = marked.toSpliced(at, 0, mark)
	}
	return marked
}
