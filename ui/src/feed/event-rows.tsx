import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual"
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef } from "react"
import { useKeys } from "../hooks/use-keys"
import { useMedia } from "../hooks/use-media"
import type { Placed } from "./feed-row"
import { useListReading } from "./use-list-reading"
import type { Reading } from "./use-reading-lock"
import type { Row } from "./use-rows"
import { useSelection } from "./use-selection"

interface Props {
	label: string
	/** Oldest first; shown newest first. */
	rows: readonly Row[]
	/** The scrolling element. */
	list: RefObject<HTMLDivElement | null>
	loading: boolean
	onReading: (kind: Reading, begins: boolean) => void
	onOpen: (seq: number) => void
	/** To be told that the oldest row is near. */
	onEnd?: () => void
	render: (row: Row, placed: Placed) => ReactNode
}

/** Rows kept beyond the visible ones: with the list's greatest height, at most 60 in all. */
const overscan = 6

/** The feed's rows, of which only those in sight exist. */
export function EventRows({ label, rows, list, loading, onReading, onOpen, onEnd, render }: Props) {
	const height = useRowHeight()
	const at = (index: number) => rows[rows.length - 1 - index]
	const kept = useRef(-1)
	const inSight = useVirtualizer({
		count: rows.length,
		getScrollElement: () => list.current,
		estimateSize: () => height,
		getItemKey: (index) => at(index)?.key ?? index,
		overscan,
		rangeExtractor: (range) => withKept(defaultRangeExtractor(range), kept.current),
	})
	// biome-ignore lint/correctness/useExhaustiveDependencies: another height makes every measured place void
	useLayoutEffect(() => inSight.measure(), [inSight, height])
	const scrollTo = useCallback((index: number) => inSight.scrollToIndex(index), [inSight])
	const { selected, move, onKeyDown, onClick } = useSelection({ rows, list, scrollTo, onOpen })
	useKeys({ j: () => move(1), k: () => move(-1) })
	kept.current = selected
	const items = inSight.getVirtualItems()
	const nearEnd = rows.length > 0 && (items.at(-1)?.index ?? 0) >= rows.length - overscan
	useLayoutEffect(() => {
		if (nearEnd) onEnd?.()
	}, [nearEnd, onEnd])
	return (
		<div
			ref={list}
			role="feed"
			aria-label={label}
			aria-busy={loading}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			onKeyDown={onKeyDown}
			onClick={onClick}
			{...useListReading(list, onReading)}
			className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto [overflow-anchor:none] focus-visible:-outline-offset-2"
		>
			{loading && rows.length === 0 && <Skeleton height={height} />}
			<div className="relative" style={{ height: inSight.getTotalSize() }}>
				{items.map(({ index, start }) => {
					const row = at(index)
					return row && render(row, { place: index + 1, top: start, height, selected: index === selected })
				})}
			</div>
		</div>
	)
}

function withKept(indexes: number[], kept: number): number[] {
	return kept < 0 || indexes.includes(kept) ? indexes : [...indexes, kept].sort((a, b) => a - b)
}

/** One line of text, or two on a phone, in the reader's own text size. */
function useRowHeight(): number {
	const wide = useMedia("(min-width: 45rem)")
	const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
	return Math.round((wide ? 2.125 : 3.5) * rem)
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
