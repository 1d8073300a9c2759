import { ChevronRight } from "lucide-react"
import { memo } from "react"
import { formatCount } from "../lib/format"
import { type Line, windowMs } from "../live/feed"
import { FeedRow, type Placed } from "./feed-row"

interface Props extends Placed {
	line: Line
	expanded: boolean
	/** Opens or closes the row; absent where nothing of it is in memory any more. */
	onToggle: ((line: Line) => void) | undefined
}

/** Many events of one kind in a flood, as one row that counts them. */
export const FloodRow = memo(function FloodRow({ line, expanded, onToggle, ...placed }: Props) {
	const count = `×${formatCount(line.count)} in ${windowMs / 1_000} s`
	return (
		<FeedRow id={line.key} event={line.event} last={line.last} entering={false} {...placed}>
			<span className="order-4 col-span-2 flex min-w-0 items-center text-muted tabular-nums md:order-none md:col-span-1">
				{onToggle ? (
					<button
						type="button"
						aria-expanded={expanded}
						aria-label={`${count}: ${expanded ? "hide" : "show"} each`}
						onClick={() => onToggle(line)}
						className="-ml-1 flex h-6 items-center gap-1 rounded-sm px-1 font-medium text-text hover:bg-raised focus-visible:-outline-offset-2"
					>
						<ChevronRight aria-hidden="true" className={`size-3.5 ${expanded ? "rotate-90" : ""}`} />
						{count}
					</button>
				) : (
					<span title="These events are no longer in the page's memory">{count}</span>
				)}
			</span>
		</FeedRow>
	)
})
