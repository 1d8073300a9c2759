import { useVirtualizer } from "@tanstack/react-virtual"
import { type RefObject, useLayoutEffect } from "react"
import { useMedia } from "../hooks/use-media"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import { EventRow } from "./event-row"
import { FloodRow } from "./flood-row"
import { useExpansion } from "./use-expansion"

interface Props {
	/** Oldest first; shown newest first. */
	lines: readonly Line[]
	/** What is in memory, of which an opened line shows its own. */
	events: readonly AuroraEvent[]
	/** The scrolling element. */
	list: RefObject<HTMLDivElement | null>
	loading: boolean
	onScroll: () => void
}

/** Rows kept beyond the visible ones: with the list's greatest height, at most 60 in all. */
const overscan = 6

/** The feed's rows, of which only those in sight exist. */
export function EventRows({ lines, events, list, loading, onScroll }: Props) {
	const height = useRowHeight()
	const { rows, isExpanded, toggle } = useExpansion(lines, events)
	const at = (index: number) => rows[rows.length - 1 - index]
	const inSight = useVirtualizer({
		count: rows.length,
		getScrollElement: () => list.current,
		estimateSize: () => height,
		getItemKey: (index) => at(index)?.key ?? index,
		overscan,
	})
	// biome-ignore lint/correctness/useExhaustiveDependencies: another height makes every measured place void
	useLayoutEffect(() => inSight.measure(), [inSight, height])
	const lively = !isBrisk(lines)
	const oldest = events[0]?.seq ?? 0
	return (
		<div
			ref={list}
			role="feed"
			aria-label="Recent Events"
			aria-busy={loading}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			onScroll={onScroll}
			className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto [overflow-anchor:none] focus-visible:-outline-offset-2"
		>
			{loading && <Skeleton height={height} />}
			<div className="relative" style={{ height: inSight.getTotalSize() }}>
				{inSight.getVirtualItems().map(({ key, index, start }) => {
					const line = at(index)
					if (!line) return null
					const placed = { place: index + 1, top: start, height }
					if (line.count === 1)
						return (
							<EventRow
								key={key}
								event={line.event}
								within={line.within ?? false}
								lively={lively}
								{...placed}
							/>
						)
					const expanded = isExpanded(line)
					const onToggle = expanded || line.last >= oldest ? toggle : undefined
					return <FloodRow key={key} line={line} expanded={expanded} onToggle={onToggle} {...placed} />
				})}
			</div>
		</div>
	)
}

/** One line of text, or two on a phone, in the reader's own text size. */
function useRowHeight(): number {
	const wide = useMedia("(min-width: 45rem)")
	const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
	return Math.round((wide ? 2.125 : 3.5) * rem)
}

/** Above eight rows a second no row fades in. */
function isBrisk(lines: readonly Line[]): boolean {
	const [newest, ninth] = [lines.at(-1), lines.at(-9)]
	return !!newest && !!ninth && Date.parse(newest.event.time) - Date.parse(ninth.event.time) < 1_000
}

const skeletonRows = ["a", "b", "c", "d", "e", "f", "g", "h"]

function Skeleton({ height }: { height: number }) {
	return skeletonRows.map((row) => (
		<div
			key={row}
			aria-hidden="true"
			style={{ height }}
			className="flex items-center border-b border-hairline px-4"
		>
			<div className="h-3 w-2/3 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
		</div>
	))
}
