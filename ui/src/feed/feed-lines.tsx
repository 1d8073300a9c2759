import { type ComponentProps, useCallback, useRef } from "react"
import type { Away } from "../live/absence"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import type { Gap } from "../live/past"
import { EventRow } from "./event-row"
import { EventRows } from "./event-rows"
import type { Placed } from "./feed-row"
import { FloodRow } from "./flood-row"
import { AwayRow, GapRow } from "./mark-row"
import type { Reading } from "./use-reading-lock"
import { type Row, useRows } from "./use-rows"

/** What can be done about what is missing. */
export interface GapActions {
	loadGap: (gap: Gap) => Promise<void>
	skipGap: (gap: Gap) => void
	awayRead: () => void
}

interface Props extends Omit<ComponentProps<typeof EventRows>, "rows" | "render"> {
	/** Oldest first; shown newest first. */
	lines: readonly Line[]
	/** What is in memory, of which an opened line shows its own. */
	events: readonly AuroraEvent[]
	gaps: readonly Gap[]
	away: Away | null
	actions: GapActions
}

/** Lines of events as rows, with what is to be told of the time between them. */
export function FeedLines({ lines, events, gaps, away, actions, ...list }: Props) {
	const { rows, isExpanded, toggle } = useRows(lines, events, gaps, away)
	const passed = useRef(false)
	const onPassed = useCallback(() => {
		passed.current = true
	}, [])
	const lively = !isBrisk(lines)
	const oldest = events[0]?.seq ?? 0

	function render(row: Row, placed: Placed) {
		const { key } = row
		if ("gap" in row)
			return <GapRow key={key} gap={row.gap} onLoad={actions.loadGap} onSkip={actions.skipGap} {...placed} />
		if ("away" in row)
			return <AwayRow key={key} away={row.away} onRead={actions.awayRead} onPassed={onPassed} {...placed} />
		const { line, within } = row
		if (line.count === 1)
			return <EventRow key={key} id={key} event={line.event} within={within} lively={lively} {...placed} />
		const expanded = isExpanded(line)
		const onToggle = expanded || line.last >= oldest ? toggle : undefined
		return <FloodRow key={key} line={line} expanded={expanded} onToggle={onToggle} {...placed} />
	}

	/** Who was beyond the mark and is back at the top has read what is above it. */
	function onReading(kind: Reading, begins: boolean) {
		list.onReading(kind, begins)
		if (kind !== "scroll" || begins || !passed.current) return
		passed.current = false
		actions.awayRead()
	}

	return <EventRows {...list} onReading={onReading} rows={rows} render={render} />
}

/** Above eight rows a second no row fades in. */
function isBrisk(lines: readonly Line[]): boolean {
	const [newest, ninth] = [lines.at(-1), lines.at(-9)]
	return !!newest && !!ninth && Date.parse(newest.event.time) - Date.parse(ninth.event.time) < 1_000
}
