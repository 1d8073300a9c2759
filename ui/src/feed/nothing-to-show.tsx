import { plural } from "../lib/format"

/** Why the feed is empty: nothing happened yet, or nothing matches. */
export function NothingToShow({ total, onClear }: { total: number; onClear: () => void }) {
	return (
		<div className="pointer-events-none absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-muted">
			{total === 0 ? (
				<p>Quiet. Nothing happened yet: try /daily in Discord.</p>
			) : (
				<>
					<p className="tabular-nums">0 of {plural(total, "event")} match.</p>
					<button
						type="button"
						onClick={onClear}
						className="pointer-events-auto h-7 rounded-sm border border-control px-2.5 text-xs font-medium text-text hover:bg-raised pointer-coarse:h-11"
					>
						Show all
					</button>
				</>
			)}
		</div>
	)
}
