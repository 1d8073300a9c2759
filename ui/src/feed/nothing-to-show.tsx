import { formatClock, formatCount } from "../lib/format"

interface Props {
	/** How many events there are without the filter. */
	total: number
	/** Since when nothing happened, where that is known. */
	since: string | null
	onClear: () => void
}

/** Why the feed is empty: nothing happened yet, or nothing matches. */
export function NothingToShow({ total, since, onClear }: Props) {
	return (
		<div className="pointer-events-none absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-muted">
			{total === 0 ? (
				<p>
					Quiet. {since ? `Nothing since ${formatClock(since)}.` : "Nothing happened yet."} Try /daily in
					Discord.
				</p>
			) : (
				<>
					<p className="tabular-nums">0 of {formatCount(total)} match.</p>
					<button
						type="button"
						onClick={onClear}
						className="pointer-events-auto h-7 rounded-sm border border-control px-2.5 text-xs font-medium text-text hover:bg-raised pointer-coarse:h-11"
					>
						Clear
					</button>
				</>
			)}
		</div>
	)
}
