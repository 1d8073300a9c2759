import { useVirtualizer } from "@tanstack/react-virtual"
import { type RefObject, useLayoutEffect } from "react"
import { useMedia } from "../../hooks/use-media"
import type { AuroraEvent } from "../../live/events"
import { EventRow } from "./event-row"

interface Props {
	/** Oldest first; shown newest first. */
	events: readonly AuroraEvent[]
	/** The scrolling element. */
	list: RefObject<HTMLDivElement | null>
	loading: boolean
	onScroll: () => void
}

/** Rows kept beyond the visible ones: with the list's greatest height, at most 60 in all. */
const overscan = 6

/** The feed's rows, of which only those in sight exist. */
export function EventRows({ events, list, loading, onScroll }: Props) {
	const height = useRowHeight()
	const at = (index: number) => events[events.length - 1 - index]
	const rows = useVirtualizer({
		count: events.length,
		getScrollElement: () => list.current,
		estimateSize: () => height,
		getItemKey: (index) => at(index)?.seq ?? index,
		overscan,
	})
	// biome-ignore lint/correctness/useExhaustiveDependencies: another height makes every measured place void
	useLayoutEffect(() => rows.measure(), [rows, height])
	const lively = !isFlood(events)
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
			<div className="relative" style={{ height: rows.getTotalSize() }}>
				{rows.getVirtualItems().map(({ key, index, start }) => {
					const event = at(index)
					if (!event) return null
					return (
						<EventRow key={key} event={event} place={index + 1} top={start} height={height} lively={lively} />
					)
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
function isFlood(events: readonly AuroraEvent[]): boolean {
	const [newest, ninth] = [events.at(-1), events.at(-9)]
	return !!newest && !!ninth && Date.parse(newest.time) - Date.parse(ninth.time) < 1_000
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
